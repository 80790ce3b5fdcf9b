/**
 * A line of the program: function, file, line. The whole path is in the title and can be copied from there.
 */

import type { VNode } from 'preact'
import type { Place } from '../../protocol/rows.ts'
import { shortPath } from '../base/text.ts'
import { visible } from '../base/visible.ts'

export function PlaceText({ place }: { place: Place | null }): VNode {
  if (place === null) return <span class="quiet">line unknown</span>
  const at = locationOf(place, place.file === null ? null : shortPath(place.file))
  return (
    <span
      class="place"
      title={place.file === null ? undefined : visible(locationOf(place, place.file) ?? '')}
    >
      {place.name === '' ? '' : <span class="name">{visible(place.name)}</span>}
      {place.name === '' || at === null ? '' : ' '}
      {at === null ? '' : <span class="quiet">{visible(at)}</span>}
    </span>
  )
}

/** `file:line:column` with what is known of it. */
export function locationOf(place: Place, file: string | null): string | null {
  if (file === null) return null
  const numbers = place.line === null ? [] : [place.line]
  return [file, ...numbers].join(':')
}

/** A stack, innermost first. */
export function Stack({ frames, why }: { frames: readonly Place[]; why: string | null }): VNode {
  if (frames.length === 0)
    return <p class="quiet">No stack: {why === null ? 'the engine did not tell it' : visible(why)}.</p>
  return (
    <ol class="stack">
      {frames.map((frame, at) => (
        <li key={at}>
          <PlaceText place={frame} />
        </li>
      ))}
    </ol>
  )
}
