/** The texts of a form's fields, by their names. */
export function textsOf(form: HTMLFormElement): Record<string, string | undefined> {
  const entries = [...new FormData(form)].filter(
    (entry): entry is [string, string] => typeof entry[1] === "string",
  );
  return Object.fromEntries(entries);
}
