/** Copies a view as the text that `acoro ps` prints, for the incident chat. */

import type { VNode } from 'preact'
import { useRef, useState } from 'preact/hooks'
import type { TextView } from '../../protocol/asks.ts'
import { useApp } from '../data/app.ts'
import { Dialog } from './dialog.tsx'

export function CopyButton({ view }: { view: TextView }): VNode {
  const { client, say } = useApp()
  /** The text, if the browser does not let the page copy. */
  const [shown, show] = useState<string | null>(null)
  const asking = useRef(false)
  const copy = async () => {
    if (asking.current) return
    asking.current = true
    try {
      const { text } = await client.ask('text', { view })
      if (await copied(text)) say(`Copied ${text.split('\n').length} lines.`)
      else show(text)
    } catch (error) {
      say(`Nothing was copied: ${error instanceof Error ? error.message : String(error)}.`)
    } finally {
      asking.current = false
    }
  }
  return (
    <>
      <button type="button" data-key="c" onClick={copy}>
        Copy<span class="detail"> as text</span>
      </button>
      {shown === null ? null : (
        <Dialog title="The browser did not let the page copy. Copy it yourself:" onClose={() => show(null)}>
          <textarea
            class="copy"
            readOnly
            rows={16}
            value={shown}
            onFocus={(event) => event.currentTarget.select()}
          />
        </Dialog>
      )}
    </>
  )
}

async function copied(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    return false
  }
}
