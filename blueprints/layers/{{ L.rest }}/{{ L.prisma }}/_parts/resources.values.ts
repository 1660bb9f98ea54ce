/** Jobs need the database until they are done, so that it is closed after them. */
const databaseWithJobs: Resource = {
  ...database,
  check: async () => {
    await database.check();
    startWorker();
  },
  close: async () => {
    await stopWorker();
    await database.close();
  },
};

