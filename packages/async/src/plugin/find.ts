/**
 * Finds the async functions of a file, and what each needs: its `this`, its `arguments`, where it waits, and
 * a block that may keep its generator function.
 */

import { type FunctionNode, forEachChild, isFunctionNode, type Node } from './ast.ts'

/** An `await`, a `yield`, a `return` or a `for await`, and what it stands in. */
export interface Place {
  readonly node: Node
  readonly parent: Node
  /** For an `await`: does a statement begin with it, and go on? For a `for await`: what bears its labels. */
  readonly outer: Node | null
}

/** What the code of a function mentions, nested arrows included. */
export class Uses {
  this = false
  /** Each `arguments`. */
  readonly arguments: Node[] = []
  /** Each member of `super`, with what it stands in. */
  readonly super: Place[] = []
  /** `new.target`, or a direct `eval`: what only the function itself can mean. */
  own = false

  add(other: Uses): void {
    this.this ||= other.this
    this.arguments.push(...other.arguments)
    this.super.push(...other.super)
    this.own ||= other.own
  }
}

export interface AsyncFunction {
  readonly node: FunctionNode
  readonly parent: Node
  readonly uses: Uses
  /** Inner places come before outer ones. */
  readonly places: readonly Place[]
  /** The block, or the program, that is entered as often as the function is made. */
  readonly block: Node | null
  /** For an arrow: the body of the function whose `arguments` it has. */
  readonly around: Node | null
  /** For an arrow: the nearest async function that has the same `super`. */
  readonly asyncAround: Node | null
}

export interface Found {
  /** Inner functions come before outer ones. */
  readonly functions: readonly AsyncFunction[]
  /** Is there an `await using`? */
  readonly hasUsing: boolean
}

interface Frame {
  readonly uses: Uses
  readonly places: Place[]
}

/** What may be made several times while a block is entered once. */
const REPEATS = /^(For|While|DoWhile|Switch|Catch|With)|Function/
const BLOCK = /^(BlockStatement|Program|StaticBlock)$/

export function findAsync(program: Node): Found {
  const functions: AsyncFunction[] = []
  const path: Node[] = []
  let hasUsing = false
  let frame = newFrame()

  const inFrame = (inner: Frame, visit: () => void): void => {
    const outer = frame
    frame = inner
    visit()
    frame = outer
  }

  function visit(node: Node): void {
    mention(node)
    const parent = path.at(-1) as Node
    path.push(node)
    if (isFunctionNode(node)) visitFunction(node, parent)
    else
      forEachChild(node, (child, field) => {
        const isOwn = node.type === 'StaticBlock' || (node.type === 'PropertyDefinition' && field === 'value')
        if (isOwn) inFrame(newFrame(), () => visit(child))
        else visit(child)
      })
    path.pop()
    const outer = placeOf(node)
    if (outer !== undefined) frame.places.push({ node, parent, outer })
  }

  function visitFunction(node: FunctionNode, parent: Node): void {
    const inner = newFrame()
    inFrame(inner, () => forEachChild(node, visit))
    if (node.type === 'ArrowFunctionExpression') frame.uses.add(inner.uses)
    if (node.async) {
      const isArrow = node.type === 'ArrowFunctionExpression'
      functions.push({
        node,
        parent,
        ...inner,
        block: blockOf(path),
        around: bodyAround(path),
        asyncAround: isArrow ? asyncAround(path) : null,
      })
    }
  }

  function mention(node: Node): void {
    const { uses } = frame
    switch (node.type) {
      case 'ThisExpression':
        uses.this = true
        break
      case 'JSXIdentifier':
        if (node.name === 'this') uses.this = true
        break
      case 'Identifier':
        mentionName(node, path.at(-1) as Node)
        break
      case 'Super':
        // It is called with `this`.
        uses.this = true
        uses.super.push({ node: path.at(-1) as Node, parent: path.at(-2) as Node, outer: null })
        // `({ a: super.x } = …)` assigns to it.
        if (path.at(-2)?.type === 'Property' && path.at(-3)?.type === 'ObjectPattern') uses.own = true
        break
      case 'MetaProperty':
        if ((node.meta as Node).name === 'new') uses.own = true
        break
      case 'CallExpression':
        if ((node.callee as Node).name === 'eval') uses.own = true
        break
      case 'VariableDeclaration':
        if (node.kind === 'await using') hasUsing = true
    }
  }

  function mentionName(node: Node, parent: Node): void {
    const { uses } = frame
    if (isName(node, parent)) return
    if (node.name === 'arguments') {
      uses.arguments.push(node)
      if (parent.shorthand === true) uses.own = true
      // In a generator function it is no name.
    } else if (node.name === 'yield') uses.own = true
  }

  /** Undefined if a function does not wait there. */
  function placeOf(node: Node): Node | null | undefined {
    switch (node.type) {
      case 'AwaitExpression':
        return statementOpenedBy(node, path)
      case 'YieldExpression':
        return null
      case 'ReturnStatement':
        return node.argument === null ? undefined : null
      case 'ForOfStatement':
        return node.await === true ? labelled(node, path) : undefined
      default:
        return undefined
    }
  }

  visit(program)
  return { functions, hasUsing }
}

function newFrame(): Frame {
  return { uses: new Uses(), places: [] }
}

/** Is it the name of a member, and no variable? */
function isName(node: Node, parent: Node): boolean {
  if (parent.computed === true) return false
  return parent.type === 'MemberExpression'
    ? parent.property === node
    : parent.key === node && !parent.shorthand
}

/** The statement that begins with `node` and goes on after it, or null. */
function statementOpenedBy(node: Node, path: readonly Node[]): Node | null {
  const statement = path.findLast(({ type }) => type === 'ExpressionStatement')
  return statement !== undefined && statement.start === node.start && statement !== path.at(-1)
    ? statement
    : null
}

function labelled(node: Node, path: readonly Node[]): Node {
  let outer = node
  for (let at = path.length - 1; path[at]?.type === 'LabeledStatement'; at--) outer = path[at] as Node
  return outer
}

/** The last of `path` is the function. */
function blockOf(path: readonly Node[]): Node | null {
  for (let at = path.length - 2; at >= 0; at--) {
    const node = path[at] as Node
    if (BLOCK.test(node.type)) return node
    if (REPEATS.test(node.type)) return null
  }
  return null
}

/**
 * The body of the nearest function that is no arrow, if the arrow stands in that, not among the parameters.
 */
function bodyAround(path: readonly Node[]): Node | null {
  for (let at = path.length - 2; at >= 0; at--) {
    const node = path[at] as Node
    if (!isFunctionNode(node) || node.type === 'ArrowFunctionExpression') continue
    return path[at + 1] === node.body ? node.body : null
  }
  return null
}

function asyncAround(path: readonly Node[]): Node | null {
  for (let at = path.length - 2; at >= 0; at--) {
    const node = path[at] as Node
    if (node.type === 'PropertyDefinition' || node.type === 'StaticBlock') return null
    if (!isFunctionNode(node)) continue
    if (node.async) return node
    if (node.type !== 'ArrowFunctionExpression') return null
  }
  return null
}
