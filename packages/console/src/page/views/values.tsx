/** Names and values, or why they are not shown. */

import type { VNode } from 'preact'
import type { Refused } from '../../protocol/refusal.ts'
import { visible } from '../base/visible.ts'

export interface ValuesProps {
  readonly values: readonly (readonly [name: string, value: string])[] | Refused
  readonly none: string
}

export function Values({ values, none }: ValuesProps): VNode {
  if ('refused' in values) return <p class="quiet">{visible(values.why)}.</p>
  if (values.length === 0) return <p class="quiet">{none}</p>
  return (
    <dl>
      {values.map(([name, value]) => (
        <>
          <dt key={`name ${name}`}>{visible(name)}</dt>
          <dd key={`value ${name}`}>{visible(value)}</dd>
        </>
      ))}
    </dl>
  )
}
