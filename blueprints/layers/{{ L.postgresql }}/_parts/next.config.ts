{% from 'blueprints/includes/relative.jinja' import relative with context %}
  // Read from disk at run time, so the bundler cannot see that they are needed.
  outputFileTracingIncludes: {
{% if L.single %}
    "/*": ["{{ relative(roots.source, paths.migrations) }}/**/*", "./node_modules/@electric-sql/pglite/dist/*.{wasm,data}"],
{% else %}
    "/*": ["{{ relative(roots.source, paths.migrations) }}/**/*"],
{% endif %}
  },
