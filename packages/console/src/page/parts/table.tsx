/**
 * A list whose rows do not jump. Values change as they come; the order is kept while the pointer or the focus
 * is on it.
 *
 * By keyboard: Tab reaches the list, arrows, Home and End choose a row, Enter opens it. On a phone a row is a
 * card, and each value has its title beside it.
 */

import type { ComponentChildren, VNode } from 'preact'
import { useRef, useState } from 'preact/hooks'
import { KeptOrder } from '../base/order.ts'
import { counted } from '../base/text.ts'
import { useHold } from './hold.ts'

export interface Column<Row> {
  readonly title: string
  readonly cell: (row: Row) => ComponentChildren
  /** `number`: to the right. `wide`: takes the room that is left. */
  readonly kind?: 'number' | 'wide'
  /** The name of the sort order that a press on the title asks for. */
  readonly sort?: string
}

export interface TableProps<Row> {
  readonly label: string
  readonly columns: readonly Column<Row>[]
  readonly rows: readonly Row[]
  readonly keyOf: (row: Row) => string
  /** Filters and sort order: the user changed them if it differs, so the order is new at once. */
  readonly question?: string
  readonly sort?: string | undefined
  readonly onSort?: ((sort: string) => void) | undefined
}

export function Table<Row>(props: TableProps<Row>): VNode {
  const { label, columns, rows, keyOf, question = '', sort, onSort } = props
  const order = useRef<KeptOrder<Row> | null>(null)
  order.current ??= new KeptOrder(keyOf)
  const hold = useHold()
  const [at, setAt] = useState(0)
  const kept = order.current.next(rows, { now: performance.now(), held: hold.held, question })
  const current = Math.min(at, kept.rows.length - 1)
  const update = () => {
    order.current?.release()
    hold.draw()
  }
  return (
    <div class="list" {...hold.handlers}>
      <table aria-label={label} onKeyDown={(event) => moveRow(event, setAt)}>
        <thead>
          <tr>
            {columns.map((column) => (
              <Head key={column.title} column={column} sort={sort} onSort={onSort} />
            ))}
          </tr>
        </thead>
        <tbody>
          {kept.rows.map((row, index) => {
            const key = keyOf(row)
            const gone = kept.gone.has(key)
            return (
              <tr
                key={key}
                class={gone ? 'gone' : undefined}
                tabIndex={index === current ? 0 : -1}
                onFocus={() => setAt(index)}
              >
                {columns.map((column, number) => (
                  <td key={column.title} class={column.kind} data-title={column.title}>
                    {column.cell(row)}
                    {gone && number === 0 ? <span class="badge plain">gone</span> : ''}
                  </td>
                ))}
              </tr>
            )
          })}
        </tbody>
      </table>
      <p class="held" hidden={!kept.moved}>
        The order is kept while you are on the list
        {kept.added > 0 ? `; ${counted(kept.added, 'new row')}` : ''}.{' '}
        <button type="button" class="small" data-key="u" onClick={update}>
          Update (u)
        </button>
      </p>
    </div>
  )
}

function Head<Row>(props: { column: Column<Row> } & Pick<TableProps<Row>, 'sort' | 'onSort'>): VNode {
  const { column, sort, onSort } = props
  const name = column.sort
  const sorted = name !== undefined && name === sort
  return (
    <th scope="col" class={column.kind} aria-sort={sorted ? 'descending' : undefined}>
      {name === undefined || onSort === undefined ? (
        column.title
      ) : (
        <button type="button" class="plain" onClick={() => onSort(name)}>
          {column.title}
          {sorted ? ' ↓' : ''}
        </button>
      )}
    </th>
  )
}

/** Arrows, Home and End choose a row; Enter opens the first link in it. */
function moveRow(event: KeyboardEvent, setAt: (at: number) => void): void {
  const row = (event.target as Element).closest<HTMLElement>('tbody tr')
  if (row === null || event.ctrlKey || event.metaKey || event.altKey) return
  const all = [...(row.parentElement as Element).children] as HTMLElement[]
  const at = all.indexOf(row)
  const targets: Record<string, number> = {
    ArrowDown: at + 1,
    ArrowUp: at - 1,
    Home: 0,
    End: all.length - 1,
  }
  const next = targets[event.key]
  if (next !== undefined) {
    event.preventDefault()
    const to = Math.max(0, Math.min(next, all.length - 1))
    setAt(to)
    all[to]?.focus()
  } else if (event.key === 'Enter' && event.target === row) {
    event.preventDefault()
    row.querySelector('a')?.click()
  }
}
