/** Whether the pointer or the focus is on a list. While it is, its rows stay where they are. */

import { useRef, useState } from 'preact/hooks'

export interface Hold {
  /** The pointer or the focus is on the list. */
  readonly held: boolean
  readonly draw: () => void
  readonly handlers: Readonly<Record<string, (event: never) => void>>
}

export function useHold(): Hold {
  const on = useRef({ pointer: false, focus: false })
  const [, count] = useState(0)
  const draw = () => count((n) => n + 1)
  return {
    held: on.current.pointer || on.current.focus,
    draw,
    handlers: {
      // A finger has no place when it is not on the glass.
      onPointerEnter: (event: PointerEvent) => {
        on.current.pointer = event.pointerType === 'mouse'
      },
      onPointerLeave: () => {
        on.current.pointer = false
      },
      onFocusIn: () => {
        on.current.focus = true
      },
      onFocusOut: (event: FocusEvent) => {
        on.current.focus = (event.currentTarget as Element).contains(event.relatedTarget as Node | null)
      },
    },
  }
}
