      exclude: ["src/**/*.test.ts"],
