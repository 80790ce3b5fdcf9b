/** An empty page always says why. */

import type { ComponentChildren, VNode } from 'preact'
import { visible } from '../base/visible.ts'

export function Empty({ children }: { children: ComponentChildren }): VNode {
  return <p class="empty">{children}</p>
}

/** What stands where an answer is to come. */
export function Pending({ error, what }: { error: string | null; what: string }): VNode {
  if (error === null) return <p class="empty">Asking for {what} …</p>
  return (
    <p class="empty" role="alert">
      No {what}: {visible(error)}.
    </p>
  )
}
