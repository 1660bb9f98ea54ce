import next from "eslint-config-next/core-web-vitals";
