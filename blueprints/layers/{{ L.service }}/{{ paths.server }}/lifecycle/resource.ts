/** Something outside of the process that it needs for its work, such as a database. */
export interface Resource {
  readonly name: string;
  /** Resolves when the resource can be used; opens it if that has not happened yet. */
  check: () => Promise<void>;
  close: () => Promise<void>;
}

export interface Failure {
  name: string;
  error: unknown;
}

/** The resources that cannot be used, or do not answer in time, and why. */
export async function findFailing(
  resources: readonly Resource[],
  timeoutMs = 2000,
): Promise<Failure[]> {
  const results = await Promise.all(
    resources.map(async ({ name, check }): Promise<Failure[]> => {
      try {
        await inTime(check(), timeoutMs);
        return [];
      } catch (error) {
        return [{ name, error }];
      }
    }),
  );
  return results.flat();
}

async function inTime(work: Promise<void>, timeoutMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`no answer within ${timeoutMs} ms`));
    }, timeoutMs);
  });
  return Promise.race([work, timeout]).finally(() => {
    clearTimeout(timer);
  });
}
