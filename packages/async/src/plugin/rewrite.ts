/**
 * Writes each async function as a function that hands its generator function to a helper:
 *
 *     async function load(id, n = 1) { return await get(id) }
 *     function load($0, $1 = void 0) { return call2(kept ??= {*load(id, n = 1) { return yield get(id) }}.load, this, $0, $1) }
 *
 * The generator function is made once for each block that the function is made in, because its first call
 * costs as much as thirty others. A function without `await` needs no generator at all.
 *
 * Only the heads of functions and the word `await` change. So each line stays where it was, and a map leads
 * each column back. As a method, the generator function has the name that stacks show, and binds none.
 */

import type MagicString from 'magic-string'
import type { FunctionNode, Node } from './ast.ts'
import type { AsyncFunction, Place } from './find.ts'
import { asMember, methodOf, nameOf } from './names.ts'
import { arrowFrom, past, tokenFrom } from './tokens.ts'
import { breaksIn, type Names, Waits } from './waits.ts'

/** So many arguments are passed on by themselves. */
const MOST = 3

export class Rewriter implements Names {
  readonly #text: MagicString
  readonly #code: string
  /** What all names that it writes begin with. */
  readonly #prefix: string
  /** The names that keep generator functions, by block. */
  readonly #kept = new Map<Node, string[]>()
  /** The names of the `arguments` of functions, by their bodies. */
  readonly #argumentsOf = new Map<Node, string>()
  readonly #borrowed = new Set<Node>()
  readonly places: boolean
  /** The helpers that the code calls. */
  readonly helpers: Set<string> = new Set()
  #count = 0

  constructor(text: MagicString, code: string, places: boolean) {
    this.places = places
    this.#text = text
    this.#code = code
    let prefix = '__acoro'
    while (code.includes(prefix)) prefix += '_'
    this.#prefix = prefix
  }

  /** What a helper is called in this code. */
  local(helper: string): string {
    this.helpers.add(helper)
    return this.nameOf(helper)
  }

  nameOf(helper: string): string {
    return `${this.#prefix}_${helper}`
  }

  fresh(): string {
    return `${this.#prefix}${this.#count++}`
  }

  /**
   * Rewrites all functions but those that mention what only the function itself can mean: they stay native.
   */
  rewriteAll(functions: readonly AsyncFunction[]): void {
    const left = new Set<Node>()
    for (const found of [...functions].reverse()) if (staysNative(found, left)) left.add(found.node)
    for (const found of functions) if (!left.has(found.node)) this.#rewrite(found)
  }

  #rewrite({ node, parent, uses, places, block, around, asyncAround }: AsyncFunction): void {
    const isArrow = node.type === 'ArrowFunctionExpression'
    const waits = new Waits(this.#text, this.#code, this, node.generator)
    for (const place of places) waits.rewrite(place)
    const isPlain = !node.generator && places.every(({ node }) => node.type === 'ReturnStatement')
    const { parameters, arity, passed } = this.#passing(node, isArrow, uses.arguments.length > 0)
    const { declared, accessed } = asMember(nameOf(node, parent))
    const needsSuper = asyncAround === null && uses.super.length > 0
    const member = needsSuper ? `const ${this.#borrowSuper(uses.super)} = (k) => super[k]; ` : ''
    // The mark tells `virtual` of @acoro/testing that it was an async function.
    const kept = block === null || uses.super.length > 0 ? '/* __acoro */ ' : `${this.#keep(block)} ??= `
    const helper = `${node.generator ? 'generator' : isPlain ? 'plain' : 'call'}${arity}`
    const call = `${this.local(helper)}(${kept}{${isPlain ? '' : '*'}${declared}`
    const after = `}${accessed}, ${isArrow && !uses.this ? 'void 0' : 'this'}${passed})`
    if (isArrow) {
      if (uses.arguments.length > 0) this.#borrowArguments(uses.arguments, around as Node)
      // A line must not begin with a parenthesis: it would go on with the line above.
      const first = opensStatement(node, parent) ? '0,' : ''
      // In a block, because no line below goes on with that.
      this.#arrow(node, `${first}(${parameters}) => { ${member}return ${call}`, `${after} }`)
      return
    }
    const head = `(${parameters}) { ${strictness(node.body)}${member}return ${call}`
    const method = methodOf(parent, node)
    if (method !== null) this.#method(method, node, head)
    else this.#function(node, head)
    this.#text.appendLeft(node.end, `${after} }`)
  }

  /** An arrow has the `arguments` of the function around it, which are declared there under another name. */
  #borrowArguments(all: readonly Node[], body: Node): void {
    const name = this.#argumentsOf.get(body) ?? this.fresh()
    this.#argumentsOf.set(body, name)
    for (const node of all) {
      if (this.#borrowed.has(node)) continue
      this.#borrowed.add(node)
      this.#text.update(node.start, node.end, name)
    }
  }

  /**
   * `super.x` is read by an arrow of the method, because a generator function of another object has another
   * `super`.
   */
  #borrowSuper(all: readonly Place[]): string {
    const name = this.fresh()
    for (const { node, parent } of all) {
      const property = node.property as Node
      const isCalled = parent.type === 'CallExpression' && parent.callee === node
      const isEmpty = isCalled && (parent.arguments as Node[]).length === 0
      const close = isCalled ? `).call(this${isEmpty ? '' : ', '}` : ')'
      const end = isCalled ? tokenFrom(this.#code, node.end) + 1 : node.end
      if (node.computed === true) {
        this.#replace(node.start, property.start, `${name}(`)
        this.#replace(property.end, end, close)
      } else this.#replace(node.start, end, `${name}(${JSON.stringify(property.name)}${close}`)
    }
    return name
  }

  /** Declares what keeps the generator functions. `above` is what stands in front of the whole program. */
  declareKept(program: Node, above: string): void {
    if (!this.#kept.has(program)) this.#kept.set(program, [])
    for (const [body, name] of this.#argumentsOf) this.#insertAtBegin(body, `var ${name} = arguments;`)
    for (const [block, names] of this.#kept) {
      const word = block === program ? 'var' : 'let'
      const declared = names.length === 0 ? '' : `${word} ${names.join(', ')};`
      this.#insertAtBegin(block, block === program ? above + declared : declared)
    }
  }

  #keep(block: Node): string {
    const name = this.fresh()
    const names = this.#kept.get(block)
    if (names === undefined) this.#kept.set(block, [name])
    else names.push(name)
    return name
  }

  #insertAtBegin(block: Node, text: string): void {
    if (text === '') return
    const directive = directivesOf(block).at(-1)
    if (directive !== undefined) this.#text.appendLeft(directive.end, `;${text}`)
    else if (block.type !== 'Program') {
      const isStatic = block.type === 'StaticBlock'
      const open = isStatic ? past(this.#code, block.start, 'static') : block.start
      this.#text.appendLeft(open + 1, ` ${text}`)
    } else {
      // A hashbang stays the first line.
      const at = this.#code.startsWith('#!') ? this.#code.indexOf('\n') + 1 : 0
      this.#text.appendLeft(at, `${text} `)
    }
  }

  /** Parameters of the same number, so that the function is as long as before; and what is passed on. */
  #passing(
    { params }: FunctionNode,
    isArrow: boolean,
    usesArguments: boolean,
  ): { parameters: string; arity: string; passed: string } {
    const hasRest = params.at(-1)?.type === 'RestElement'
    const own = hasRest ? params.slice(0, -1) : params
    const names = own.map((_parameter, at) => `${this.#prefix}_${at}`)
    const optional = own.findIndex(({ type }) => type === 'AssignmentPattern')
    const list = names.map((name, at) => (at === optional ? `${name} = void 0` : name))
    if (!hasRest && !usesArguments && names.length <= MOST) {
      const passed = names.map((name) => `, ${name}`).join('')
      return { parameters: list.join(', '), arity: String(names.length), passed }
    }
    if (!isArrow) return { parameters: list.join(', '), arity: 'All', passed: ', arguments' }
    const rest = hasRest ? [`...${this.#prefix}_rest`] : []
    return {
      parameters: [...list, ...rest].join(', '),
      arity: 'All',
      passed: `, [${[...names, ...rest].join(', ')}]`,
    }
  }

  /** `async (a) => …` or `async a => …`: the head goes in front of the parameters. */
  #arrow(node: FunctionNode, head: string, after: string): void {
    const { params, body } = node
    const text = this.#text
    const asyncEnd = node.start + 'async'.length
    const isBare = this.#code[tokenFrom(this.#code, asyncEnd)] !== '('
    text.update(node.start, asyncEnd, isBare ? `${head}(` : head)
    this.#removeBlank(asyncEnd)
    const arrow = arrowFrom(this.#code, params.at(-1)?.end ?? asyncEnd)
    text.update(arrow, arrow + 2, isBare ? ')' : '')
    if (body.type === 'BlockStatement') text.appendLeft(node.end, after)
    else {
      text.appendLeft(body.start, '{ return ')
      text.appendLeft(node.end, ` }${after}`)
    }
  }

  /** `async function f(a)`: the head takes the place of `async function f`, but for the name. */
  #function(node: FunctionNode, head: string): void {
    const { id } = node
    const code = this.#code
    const open =
      id === null
        ? past(code, past(code, past(code, node.start, 'async'), 'function'), '*')
        : tokenFrom(code, id.end)
    const name = id === null ? '' : ` ${id.name}`
    this.#replace(node.start, open, `function${name}${head}`)
  }

  /** `static async m(a)`: the word `async` goes, and the head comes after the name. */
  #method(method: Node, node: FunctionNode, head: string): void {
    const text = this.#text
    const code = this.#code
    const decorators = (method.decorators as Node[] | undefined) ?? []
    const first = tokenFrom(code, decorators.at(-1)?.end ?? method.start)
    const at = method.static === true ? past(code, first, 'static') : first
    const asyncEnd = at + 'async'.length
    // With the star of an async generator.
    const end = node.generator ? tokenFrom(code, asyncEnd) + 1 : asyncEnd
    // Without a semicolon, the field above would go on with `[`, `in` or `instanceof`.
    const goesOn = method.computed === true || /^in(?:stanceof)?$/.test(String((method.key as Node).name))
    if (goesOn && method.type === 'MethodDefinition' && at === method.start) text.update(at, end, ';')
    else {
      text.remove(at, end)
      this.#removeBlank(end)
    }
    text.appendLeft(node.start, head)
  }

  #replace(start: number, end: number, by: string): void {
    this.#text.update(start, end, by + breaksIn(this.#code.slice(start, end)))
  }

  #removeBlank(at: number): void {
    if (this.#code[at] === ' ') this.#text.remove(at, at + 1)
  }
}

function staysNative({ node, uses, around, asyncAround }: AsyncFunction, left: ReadonlySet<Node>): boolean {
  if (uses.own || !uses.super.every(isRead)) return true
  if (uses.super.length > 0 && asyncAround !== null && left.has(asyncAround)) return true
  return node.type === 'ArrowFunctionExpression' && uses.arguments.length > 0 && around === null
}

/** Is a member of `super` only read or called? */
function isRead({ node, parent }: Place): boolean {
  if (node.type !== 'MemberExpression' || node.optional === true) return false
  switch (parent.type) {
    case 'AssignmentExpression':
    case 'AssignmentPattern':
    case 'ForInStatement':
    case 'ForOfStatement':
      return parent.left !== node
    case 'CallExpression':
      return parent.optional !== true
    case 'NewExpression':
      return parent.callee !== node
    case 'UnaryExpression':
      return parent.operator !== 'delete'
    case 'ArrayPattern':
    case 'ParenthesizedExpression':
    case 'RestElement':
    case 'TaggedTemplateExpression':
    case 'UpdateExpression':
      return false
    default:
      return true
  }
}

function opensStatement(node: Node, parent: Node): boolean {
  if (parent.type === 'SequenceExpression') return (parent.expressions as Node[])[0] === node
  return parent.type === 'ExpressionStatement'
}

function directivesOf(block: Node): Node[] {
  return (block.body as Node[]).filter(({ directive }) => typeof directive === 'string')
}

/** A function that is strict by itself hands on `this` as it is. */
function strictness(body: Node): string {
  if (body.type !== 'BlockStatement') return ''
  return directivesOf(body).some(({ directive }) => directive === 'use strict') ? "'use strict'; " : ''
}
