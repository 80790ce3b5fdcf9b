/**
 * What an async function waits with, in the body of its generator function.
 *
 * | was            | in an async function | in an async generator          |
 * |----------------|----------------------|--------------------------------|
 * | `await x`      | `yield x`            | `yield A(x)`                   |
 * | `yield x`      |                      | `yield yield A(x)`             |
 * | `yield* x`     |                      | `yield* Y(x)`                  |
 * | `return x`     |                      | `return yield A(x)`            |
 * | `for await`    | a loop over an iteration of the helpers, which closes the iterator when it is left |
 *
 * With places, `yield* W(…)` takes the place of each `yield` that waits.
 */

import type MagicString from 'magic-string'
import type { Node } from './ast.ts'
import type { Place } from './find.ts'

/** The names in the code of what the helpers are called. */
export interface Names {
  /** Is each wait to answer where it stands (engine/place.ts)? */
  readonly places: boolean
  /** A helper. */
  local(helper: string): string
  /** A name that no other code has. */
  fresh(): string
}

export class Waits {
  readonly #text: MagicString
  readonly #code: string
  readonly #names: Names
  readonly #inGenerator: boolean

  constructor(text: MagicString, code: string, names: Names, inGenerator: boolean) {
    this.#text = text
    this.#code = code
    this.#names = names
    this.#inGenerator = inGenerator
  }

  rewrite(place: Place): void {
    const { node } = place
    if (node.type === 'AwaitExpression') this.#await(place)
    else if (node.type === 'ForOfStatement') this.#forAwait(node, place.outer as Node)
    else if (this.#inGenerator && node.type === 'YieldExpression') this.#yield(node)
    else if (this.#inGenerator && node.type === 'ReturnStatement') this.#return(node.argument as Node)
  }

  /** `yield` binds less tightly, and takes nothing from another line. */
  #await({ node, parent, outer }: Place): void {
    const end = node.start + 'await'.length
    const breaks = /[\n\r\u2028\u2029]/.test(this.#code.slice(end, (node.argument as Node).start))
    const bare = isBare(parent, node)
    const [word, close] = this.#wait
    const call = close === '' && breaks ? ' (' : ''
    // A line that began with a word must not begin with a parenthesis: it would go on with the line above.
    this.#text.update(node.start, end, `${outer === null ? '' : '0,'}${bare ? '' : '('}${word}${call}`)
    this.#text.appendLeft(node.end, `${close}${call === '' ? '' : ')'}${bare ? '' : ')'}`)
  }

  /** What a wait begins and ends with. */
  get #wait(): readonly [begin: string, end: string] {
    const awaited = this.#inGenerator ? [`${this.#names.local('awaited')}(`, ')'] : ['', '']
    if (!this.#names.places) return this.#inGenerator ? [`yield ${awaited[0]}`, ')'] : ['yield', '']
    return [`yield* ${this.#names.local('waiting')}(${awaited[0]}`, `${awaited[1]})`]
  }

  #yield(node: Node): void {
    const operand = node.argument as Node | null
    if (operand === null) {
      this.#text.update(node.start, node.end, `yield ${this.#waitFor('undefined')}`)
      return
    }
    const [begin, end] = node.delegate === true ? [`yield* ${this.#names.local('each')}(`, ')'] : this.#wait
    this.#replace(node.start, operand.start, node.delegate === true ? begin : `yield ${begin}`)
    this.#text.appendLeft(node.end, end)
  }

  #return(operand: Node): void {
    const [begin, end] = this.#wait
    this.#text.appendLeft(operand.start, begin)
    this.#text.appendLeft(operand.end, end)
  }

  #waitFor(what: string): string {
    const [begin, end] = this.#wait
    return `${begin} ${what}${end}`
  }

  #replace(start: number, end: number, by: string): void {
    this.#text.update(start, end, by + breaksIn(this.#code.slice(start, end)))
  }

  /** The right side goes in front of the left one. */
  #forAwait(node: Node, outer: Node): void {
    const text = this.#text
    const left = node.left as Node
    const right = node.right as Node
    const body = node.body as Node
    const loop = this.#names.fresh()
    const wait = (what: string) => this.#waitFor(what)
    const begin = `{ var ${loop} = new ${this.#names.local('ForAwait')}(); try { `
    if (outer !== node) text.prependRight(outer.start, begin)
    this.#replace(node.start, left.start, `${outer === node ? begin : ''}for (${loop}.open(`)
    text.move(right.start, right.end, left.start)
    // A pattern that is assigned to would be taken for a block.
    const assigns = left.type !== 'VariableDeclaration'
    text.prependRight(left.start, `); ${loop}.more(${wait(`${loop}.next()`)});) { ${assigns ? '(' : ''}`)
    this.#replace(left.end, right.start, ` = ${loop}.value${assigns ? ')' : ''}; `)
    this.#replace(right.end, body.start, '')
    const close = `try { ${loop}.closed(${wait(`${loop}.close()`)}) } catch (e) { ${loop}.closeFailed(e) }`
    text.appendLeft(
      node.end,
      ` } } catch (e) { ${loop}.failed(e) } finally { if (${loop}.isLeft()) ${close} ${loop}.end() } }`,
    )
  }
}

/** The line breaks of what is replaced: they stay, so that no line moves. */
export function breaksIn(replaced: string): string {
  return replaced.replace(/[^\n]/g, '')
}

/** Does a `yield` need no parentheses there? */
function isBare(parent: Node, node: Node): boolean {
  switch (parent.type) {
    case 'ExpressionStatement':
    case 'ReturnStatement':
    case 'ThrowStatement':
    case 'ParenthesizedExpression':
      return true
    case 'VariableDeclarator':
      return parent.init === node
    case 'AssignmentExpression':
      return parent.right === node
    default:
      return false
  }
}
