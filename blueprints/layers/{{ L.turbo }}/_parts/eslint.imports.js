import turbo from "eslint-plugin-turbo";
