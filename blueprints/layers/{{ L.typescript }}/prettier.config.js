/** @type {import("prettier").Config} */
const config = {
  printWidth: 100,
};

export default config;
