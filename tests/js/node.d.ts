// Tests may import from Node.js, whose types stay out of the browser's modules: timers are numbers there.
declare module "node:*";
