/** What the keys do. */

import type { VNode } from 'preact'
import { useState } from 'preact/hooks'
import { Dialog } from '../parts/dialog.tsx'

type KeyList = readonly (readonly [key: string, what: string])[]

const KEYS: KeyList = [
  ['1 … 8', 'the views, from left to right'],
  ['Tab', 'the next field, button or list'],
  ['↑ ↓ Home End', 'choose a row of a list'],
  ['← →', 'close and open what stands below a row of the tree'],
  ['Enter', 'open the row'],
  ['Esc', 'close the task'],
  ['p', 'pin the task, so that it stays in sight'],
  ['/', 'find tasks'],
  ['f', 'freeze the page, and go on'],
  ['u', 'update the rows that were kept'],
  ['r', 'record'],
  ['+ - [ ] 0', 'closer, wider, earlier, later, all of a recording'],
  ['o', 'of a recording only the pinned tasks'],
  ['c', 'copy the view as text'],
  ['t', 'light, dark or as the system'],
  ['?', 'these keys'],
]

export const ORDER_KEYS: KeyList = [
  ['← →', 'a step back, a step on'],
  ['[ ]', 'the choice before, the next choice'],
  ['Home End', 'the beginning, the end'],
  ['↑ ↓ Enter', 'choose a step of the list, and go there'],
  ['Tab', 'the next button or list'],
  ['t', 'light, dark or as the system'],
  ['?', 'these keys'],
]

export const RECORDING_KEYS: KeyList = [
  ['+ - [ ] 0', 'closer, wider, earlier, later, all of it'],
  ['/', 'find tasks'],
  ['Tab', 'the next field, button or link'],
  ['Enter', 'tell what a task did'],
  ['t', 'light, dark or as the system'],
  ['?', 'these keys'],
]

export function Keys({ keys = KEYS }: { keys?: KeyList }): VNode {
  const [open, setOpen] = useState(false)
  return (
    <>
      <button type="button" data-key="?" onClick={() => setOpen(true)}>
        Keys
      </button>
      {open ? (
        <Dialog title="Keys" onClose={() => setOpen(false)}>
          <dl class="keys">
            {keys.map(([key, what]) => (
              <div key={key}>
                <dt>
                  <kbd>{key}</kbd>
                </dt>
                <dd>{what}</dd>
              </div>
            ))}
          </dl>
        </Dialog>
      ) : null}
    </>
  )
}
