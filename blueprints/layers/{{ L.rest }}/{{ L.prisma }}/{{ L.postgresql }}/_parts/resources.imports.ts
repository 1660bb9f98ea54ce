import { startWorker, stopWorker } from "{{ imports.server }}/jobs/worker";
