import type { TaskRef } from '../protocol/rows.ts'

/** The name of a task as sentences show it. */
export function quoted({ name }: TaskRef): string {
  return `'${name}'`
}
