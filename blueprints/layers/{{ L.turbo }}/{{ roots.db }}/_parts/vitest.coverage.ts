      exclude: ["src/mocks/**", "src/testing/**"],
