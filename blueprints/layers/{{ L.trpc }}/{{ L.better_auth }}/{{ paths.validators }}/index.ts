export * from "./comment";
export * from "./list";
export * from "./post";
export * from "./tag";
export * from "./user";
