// Elements without markup: what a program prints, and what its tasks are called, is text wherever it stands.

import type { Shape } from '../timeline/shape.ts'

type Properties = Readonly<Record<string, string | number | boolean | ((event: Event) => void) | undefined>>

/**
 * A function is a listener (`onclick`), `true` an attribute without a value; what is undefined or false is
 * left out.
 */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  properties: Properties = {},
  ...inside: readonly (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name)
  for (const [key, value] of Object.entries(properties)) {
    if (typeof value === 'function') made.addEventListener(key.slice(2), value)
    else if (value !== undefined && value !== false)
      made.setAttribute(key, value === true ? '' : String(value))
  }
  made.append(...inside)
  return made
}

const SVG = 'http://www.w3.org/2000/svg'

export function drawn({ tag, attributes, inside }: Shape): SVGElement {
  const made = document.createElementNS(SVG, tag)
  for (const [name, value] of Object.entries(attributes))
    if (name !== 'xmlns') made.setAttribute(name, String(value))
  made.append(...inside.map((part) => (typeof part === 'string' ? part : drawn(part))))
  return made
}
