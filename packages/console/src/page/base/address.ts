/**
 * The address keeps the view: `#tasks?state=waiting&sort=age&task=4711`. So a reload, the back button and a link in
 * the incident chat show the same. All of it is in the fragment, which no server and no log sees.
 *
 * The token arrives in the fragment too (`#token=…`). It is taken out at once and kept for this tab, so that a copied
 * address hands nobody the key.
 */

export const VIEWS = ['blocked', 'waits', 'primitives', 'outside', 'tasks', 'top', 'loop'] as const
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

/** What goes along from view to view: the selected task. The filters of one view mean nothing in another. */
export function toView(address: Address, view: ViewName): Address {
  const task = address.params.get('task')
  return { view, params: new Map(task === undefined ? [] : [['task', task]]) }
}

/** The number of the selected task. */
export function selectedTask({ params }: Address): number | null {
  const text = params.get('task') ?? ''
  return /^\d{1,15}$/.test(text) ? Number(text) : null
}
