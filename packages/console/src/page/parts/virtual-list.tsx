/**
 * A list of any length, of which only the rows in sight are in the page. They are asked for in parts as they
 * come into sight. All rows have the same height: a browser ends a page at 17.9 million pixels, which is
 * 600,000 rows.
 *
 * By keyboard: arrows, Page Up and Down, Home and End move, Enter opens.
 */

import { elementScroll, observeElementOffset, observeElementRect, Virtualizer } from '@tanstack/virtual-core'
import type { ComponentChildren, VNode } from 'preact'
import { useEffect, useLayoutEffect, useReducer, useRef, useState } from 'preact/hooks'

export interface VirtualListProps {
  readonly label: string
  readonly total: number
  readonly rowHeight: number
  /** The content of a row; null if it has not come yet. */
  readonly row: (index: number) => VirtualRow | null
  /** The rows in sight have changed. */
  readonly onSight: (first: number, last: number) => void
  readonly onOpen: (index: number) => void
  /** Left and right arrow: close and open what stands below a row. */
  readonly onFold?: (index: number, open: boolean) => void
  /** The row chosen from outside: when it changes, the list goes there. */
  readonly at?: number
  /** The list begins at its top again when this changes. */
  readonly startOf: string
}

export interface VirtualRow {
  /** From 0. */
  readonly level: number
  /** Whether what stands below it is shown; null if nothing does. */
  readonly open: boolean | null
  readonly content: ComponentChildren
}

export function VirtualList(props: VirtualListProps): VNode {
  const { label, total, rowHeight, row, onSight, startOf, at: chosen } = props
  const box = useRef<HTMLDivElement>(null)
  const list = useVirtualizer(box, total, rowHeight)
  const [current, setCurrent] = useState(0)
  const at = Math.max(0, Math.min(current, total - 1))
  const items = list.getVirtualItems()
  const first = items[0]?.index ?? 0
  const last = items.at(-1)?.index ?? 0
  useEffect(() => onSight(first, last), [first, last, onSight])
  useEffect(() => {
    setCurrent(0)
    list.scrollToOffset(0)
  }, [startOf])
  useEffect(() => {
    if (chosen === undefined) return
    setCurrent(chosen)
    list.scrollToIndex(chosen)
  }, [chosen])

  const move = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const page = Math.max(1, Math.floor((box.current?.clientHeight ?? 0) / rowHeight) - 1)
    const target: Record<string, number> = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      PageDown: at + page,
      PageUp: at - page,
      Home: 0,
      End: total - 1,
    }
    const next = target[event.key]
    if (next !== undefined) {
      const to = Math.max(0, Math.min(next, total - 1))
      setCurrent(to)
      list.scrollToIndex(to)
    } else if (event.key === 'Enter') props.onOpen(at)
    else if (props.onFold !== undefined && (event.key === 'ArrowLeft' || event.key === 'ArrowRight')) {
      props.onFold(at, event.key === 'ArrowRight')
    } else return
    event.preventDefault()
  }

  return (
    // The box has the focus and names the row chosen: a row that scrolls away could not keep it.
    <div
      ref={box}
      class="rows"
      role="tree"
      aria-label={label}
      aria-activedescendant={`row-${at}`}
      tabIndex={0}
      onKeyDown={move}
      onClick={(event) => {
        const { index } = (event.target as Element).closest<HTMLElement>('.row')?.dataset ?? {}
        if (index !== undefined) setCurrent(Number(index))
        box.current?.focus({ preventScroll: true })
      }}
    >
      <div class="sizer" style={{ height: `${list.getTotalSize()}px` }}>
        {items.map(({ index, start }) => {
          const shown = row(index)
          return (
            <div
              key={index}
              id={`row-${index}`}
              class={`row ${index === at ? 'current' : ''}`}
              data-index={index}
              role="treeitem"
              tabIndex={-1}
              aria-level={(shown?.level ?? 0) + 1}
              aria-expanded={shown?.open ?? undefined}
              aria-selected={index === at}
              aria-posinset={index + 1}
              aria-setsize={total}
              style={{ transform: `translateY(${start}px)`, height: `${rowHeight}px` }}
            >
              {shown === null ? <span class="quiet">…</span> : shown.content}
            </div>
          )
        })}
      </div>
    </div>
  )
}

/** The library's virtualizer, drawn again when the rows in sight change. */
function useVirtualizer(
  box: { readonly current: HTMLDivElement | null },
  count: number,
  rowHeight: number,
): Virtualizer<HTMLDivElement, Element> {
  const [, draw] = useReducer((n: number) => n + 1, 0)
  const list = useRef<Virtualizer<HTMLDivElement, Element> | null>(null)
  const options = {
    count,
    getScrollElement: () => box.current,
    estimateSize: () => rowHeight,
    overscan: 10,
    scrollToFn: elementScroll,
    observeElementRect,
    observeElementOffset,
    onChange: () => draw(undefined as never),
  }
  list.current ??= new Virtualizer<HTMLDivElement, Element>(options)
  list.current.setOptions(options)
  useLayoutEffect(() => list.current?._didMount(), [])
  useLayoutEffect(() => list.current?._willUpdate())
  // Its sizes are kept until it is told to measure again.
  useLayoutEffect(() => list.current?.measure(), [rowHeight])
  return list.current
}
