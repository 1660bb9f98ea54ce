/** Something outside of the process that it needs for its work, such as a database. */
export interface Resource {
  readonly name: string;
  /** Resolves when the resource can be used; opens it if that has not happened yet. */
  check: () => Promise<void>;
  close: () => Promise<void>;
}

/** The names of the resources that do not answer in time. */
export async function findFailing(resources: readonly Resource[], timeoutMs = 2000) {
  const results = await Promise.all(
    resources.map(async ({ name, check }) => ((await succeeds(check, timeoutMs)) ? [] : [name])),
  );
  return results.flat();
}

async function succeeds(check: () => Promise<void>, timeoutMs: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<boolean>((resolve) => {
    timer = setTimeout(resolve, timeoutMs, false);
  });
  const outcome = check().then(
    () => true,
    () => false,
  );
  return Promise.race([outcome, timeout]).finally(() => {
    clearTimeout(timer);
  });
}
