// A program that came by a link: it is shown in the editor, and runs when somebody has looked at it and
// pressed the button.

import { element } from './element.ts'
import { Panel } from './panel.ts'
import { fromHash } from './share.ts'

/** Says what is wrong if the link holds no program. */
export async function openLinked(place: HTMLElement, hash: string): Promise<Panel | undefined> {
  const code = place.previousElementSibling as HTMLElement
  try {
    const panel = new Panel(place, code, await fromHash(hash), undefined)
    await panel.edit()
    return panel
  } catch (error) {
    place.prepend(element('p', { class: 'play-error', role: 'alert' }, (error as Error).message))
    return undefined
  }
}
