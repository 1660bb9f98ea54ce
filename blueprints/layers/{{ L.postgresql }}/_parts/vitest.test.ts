{% from 'blueprints/includes/relative.jinja' import relative with context %}
{% if member.root in [roots.db, roots.auth, roots.api, roots.source] %}
    globalSetup: ["{{ relative(member.root, paths.db_testing) ~ '/database-snapshot.ts' if member.root == roots.db else imports.db_testing ~ '/database-snapshot' }}"],
{% endif %}
