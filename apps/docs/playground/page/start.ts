// The part of the playground that every page loads: a button below each example that can run. All else comes
// with the first click, so a page that is only read costs nothing.

import type { Compiled, Program } from '../base/program.ts'
import type { Panel } from './panel.ts'

declare const __ACORO_BASE__: string

interface Example {
  readonly program: Program
  readonly compiled: Compiled
}

const panels = new Set<Panel>()

/** The page has changed: what runs is ended, and the examples of the new page get their buttons. */
export function startPlayground(): void {
  for (const panel of panels) panel.stop()
  panels.clear()
  for (const place of document.querySelectorAll<HTMLElement>('.play[data-program]')) {
    if (place.querySelector('.play-bar') !== null) continue
    const bar = document.createElement('div')
    bar.className = 'play-bar'
    bar.append(
      button('Run', () => open(place, (panel) => panel.run())),
      button('Edit', () => open(place, (panel) => panel.edit())),
    )
    place.prepend(bar)
  }
  openOwnLink()
}

/** On the page of the playground a hash may hold a program; another one may be pasted while it is open. */
export function openOwnLink(): void {
  const own = document.querySelector<HTMLElement>('.play[data-linked]')
  if (own !== null && /^#v\d+\./.test(location.hash)) void openLink(own)
}

function button(text: string, pressed: () => Promise<void>): HTMLButtonElement {
  const made = document.createElement('button')
  made.type = 'button'
  made.textContent = text
  made.onclick = () => {
    // Both: two panels in one place would be in each other's way.
    const both = [...(made.parentElement?.querySelectorAll('button') ?? [made])]
    for (const each of both) each.disabled = true
    pressed().catch((error: unknown) => {
      for (const each of both) each.disabled = false
      made.after(` It could not be loaded: ${String(error)}`)
    })
  }
  return made
}

async function open(place: HTMLElement, then: (panel: Panel) => Promise<void>): Promise<void> {
  const [{ Panel }, answer] = await Promise.all([
    import('./panel.ts'),
    fetch(`${__ACORO_BASE__}playground/${place.dataset.program}.json`),
  ])
  if (!answer.ok) throw new Error(`the server answered ${answer.status}`)
  const { program, compiled } = (await answer.json()) as Example
  const panel = new Panel(place, place.previousElementSibling as HTMLElement, program, compiled)
  panels.add(panel)
  // The button that was pressed is gone: who came by keys goes on from the new one.
  panel.focus()
  await then(panel)
}

async function openLink(place: HTMLElement): Promise<void> {
  const { openLinked } = await import('./linked.ts')
  const panel = await openLinked(place, location.hash, () => {
    for (const other of panels) other.close()
    panels.clear()
  })
  if (panel !== undefined) panels.add(panel)
}
