// What did this browser keep under a name?

/** The members of the JSON object kept as `key`; none where it is missing or damaged. */
export function readShelf(shelf: Pick<Storage, 'getItem'>, key: string): Record<string, unknown> {
  try {
    return (JSON.parse(shelf.getItem(key) ?? '{}') as Record<string, unknown> | null) ?? {};
  } catch {
    return {};
  }
}
