/**
 * The address keeps the view: `#tasks?state=waiting&sort=age&task=4711`. So a reload, the back button and a
 * link in the incident chat show the same. All of it is in the fragment, which no server and no log sees.
 *
 * The token arrives in the fragment too, and is taken out at once (`data/token.ts`).
 */

export const VIEWS = ['blocked', 'waits', 'primitives', 'outside', 'tasks', 'top', 'loop', 'record'] as const
export type ViewName = (typeof VIEWS)[number]

export interface Address {
  /** Null: the page chooses, by what is most urgent. */
  view: ViewName | null
  /** Filters, sort order, selected task: what the views put there, as text. */
  params: ReadonlyMap<string, string>
}

/** Reads a fragment, with or without its `#`. What it does not know it drops. */
export function parseAddress(fragment: string): Address {
  const [view = '', query = ''] = fragment.replace(/^#/, '').split('?', 2)
  const params = new Map<string, string>()
  for (const [key, value] of new URLSearchParams(query)) if (value !== '') params.set(key, value)
  return { view: VIEWS.find((known) => known === view) ?? null, params }
}

/** The fragment of an address, with its `#`. */
export function formatAddress({ view, params }: Address): string {
  const query = new URLSearchParams([...params].filter(([, value]) => value !== '')).toString()
  return `#${view ?? ''}${query === '' ? '' : `?${query}`}`
}

/** `address` with some parameters changed; null removes one. */
export function withParams(address: Address, changes: Readonly<Record<string, string | null>>): Address {
  const params = new Map(address.params)
  for (const [key, value] of Object.entries(changes)) {
    if (value === null || value === '') params.delete(key)
    else params.set(key, value)
  }
  return { view: address.view, params }
}

/** What goes along from view to view: the selected task and the pinned ones. Filters belong to one view. */
export function toView(address: Address, view: ViewName): Address {
  return { view, params: new Map([...address.params].filter(([key]) => key === 'task' || key === 'pin')) }
}

/** The most tasks that are pinned at once. */
const MOST_PINS = 5

/** The numbers of the pinned tasks. */
export function pinned({ params }: Address): number[] {
  return taskNumbers(params.get('pin')).slice(0, MOST_PINS)
}

/** The address with `task` pinned, or no longer pinned. The one pinned first makes room. */
export function togglePin(address: Address, task: number): Address {
  const before = pinned(address)
  const after = before.includes(task)
    ? before.filter((id) => id !== task)
    : [...before, task].slice(-MOST_PINS)
  return withParams(address, { pin: after.join(',') })
}

/** The numbers in a list like `7,-3`, each once. Those of named tasks are negative. */
export function taskNumbers(text: string | undefined): number[] {
  const numbers = (text ?? '').split(',').filter((number) => /^-?[1-9]\d{0,14}$/.test(number))
  return [...new Set(numbers.map(Number))]
}

/** The number of the selected task. */
export function selectedTask({ params }: Address): number | null {
  return taskNumbers(params.get('task'))[0] ?? null
}
