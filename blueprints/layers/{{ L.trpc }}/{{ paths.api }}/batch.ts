/** How many calls one request may hold: the client splits what is longer, and the server refuses it. */
export const MAX_BATCH_SIZE = 20;
