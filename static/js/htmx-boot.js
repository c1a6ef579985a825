/** Loads htmx from data-src, else from data-local if there is one; else the page works without. */

(() => {
  const { src = "", local, integrity } = document.currentScript?.dataset ?? {};

  /** @param {string} from @param {() => void} [fail] */
  function load(from, fail) {
    const script = document.createElement("script");
    const giveUp = () => {
      script.onerror = null;
      script.remove();
      fail?.();
    };
    const timer = setTimeout(giveUp, 1500);
    script.onload = () => clearTimeout(timer);
    script.onerror = () => {
      clearTimeout(timer);
      giveUp();
    };
    Object.assign(script, { src: from, integrity, crossOrigin: "anonymous" });
    document.head.append(script);
  }

  load(src, () => local && load(local));
})();
