    expect(await namesIn(connection, "tables")).toEqual(["post_revisions", "posts"]);
    expect(await namesIn(connection, "indexes")).toEqual([
      "post_revisions_pkey",
      "post_revisions_post_id_replaced_at_idx",
      "posts_created_at_id_idx",
      "posts_org_id_created_at_id_idx",
      "posts_pkey",
    ]);
