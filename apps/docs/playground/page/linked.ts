// A program that came by a link: it is shown in the editor, and runs when somebody has looked at it and
// pressed the button.

import { element } from './element.ts'
import { Panel } from './panel.ts'
import { fromHash } from './share.ts'

/**
 * Says what is wrong if the link holds no program; what was there stays. Else `opening` is called before the
 * program takes the place.
 */
export async function openLinked(
  place: HTMLElement,
  hash: string,
  opening: () => void,
): Promise<Panel | undefined> {
  const code = place.previousElementSibling as HTMLElement
  try {
    const program = await fromHash(hash)
    opening()
    const panel = new Panel(place, code, program, undefined)
    await panel.edit()
    return panel
  } catch (error) {
    for (const old of place.querySelectorAll('[role=alert]')) old.remove()
    place.prepend(element('p', { class: 'play-error', role: 'alert' }, (error as Error).message))
    return undefined
  }
}
