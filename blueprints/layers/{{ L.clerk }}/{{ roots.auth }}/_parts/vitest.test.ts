{% from 'blueprints/includes/relative.jinja' import relative with context %}
    setupFiles: ["{{ relative(member.root, paths.auth_tests) }}/support/server-only.ts"],
    // Clerk imports Next.js in a way that only a bundler resolves.
    server: { deps: { inline: ["@clerk/nextjs"] } },
