/**
 * What the syntax tells without types: calls of acoro's own functions, of coroutine functions made in the
 * same file, and constants that hold what these gave. What comes from other files of the program is unknown
 * and never reported.
 */

import { resultsOf, yieldsOf } from '../base/function.ts'
import {
  type CallExpression,
  type FunctionNode,
  isFunction,
  keyOf,
  type Node,
  nameOf,
  unwrap,
} from '../base/node.ts'
import type { SourceCode } from '../base/rule.ts'
import { initialiser, variableAt } from '../base/scope.ts'
import { takerOf } from './body.ts'
import { kindsOfExports, permitMethods, waitingMethods, wrappers, yieldingPromises } from './exports.ts'
import {
  type Expected,
  either,
  type Facts,
  type Kind,
  nothing,
  type Shape,
  type Verdict,
  verdict,
} from './facts.ts'
import type { Imports } from './imports.ts'

/** Constants that lead to one another in a circle end somewhere. */
const DEPTH = 8

export class SyntacticFacts implements Facts {
  readonly typed: boolean = false
  readonly #sourceCode: SourceCode
  readonly #imports: Imports

  constructor(sourceCode: SourceCode, imports: Imports) {
    this.#sourceCode = sourceCode
    this.#imports = imports
  }

  of(node: Node): Verdict {
    return this.#of(node, DEPTH)
  }

  resultOf(node: Node): Verdict {
    const fn = unwrap(node)
    if (!isFunction(fn)) return verdict(this.#callableKind(fn, DEPTH))
    if (fn.generator) return verdict(this.#isOurs(fn) ? 'generator' : undefined)
    return fn.async ? nothing : either(resultsOf(fn, this.#sourceCode).map((result) => this.of(result)))
  }

  shapeOf(node: Node): Shape | undefined {
    const bare = this.#followed(node)
    if (bare.type === 'ArrayExpression') return 'array'
    if (bare.type === 'TemplateLiteral' || (bare.type === 'Literal' && typeof bare.value === 'string'))
      return 'string'
    if (bare.type === 'NewExpression') return nameOf(bare.callee) === 'Promise' ? 'promise' : undefined
    const isStatic = bare.type === 'CallExpression' && bare.callee.type === 'MemberExpression'
    return isStatic && nameOf((bare.callee as { object: Node }).object) === 'Promise' ? 'promise' : undefined
  }

  /** Of a method of what `new Lock()` made in this file. */
  isPermit(node: Node): boolean {
    const bare = unwrap(node)
    return bare.type === 'YieldExpression' && bare.argument
      ? this.#takes(unwrap(bare.argument), 'waiting')
      : this.#takes(bare, 'trying')
  }

  #takes(call: Node, how: 'waiting' | 'trying'): boolean {
    const callee = call.type === 'CallExpression' ? unwrap(call.callee) : undefined
    const methods = permitMethods.get((callee && this.#classOf(callee)) ?? '')
    return methods?.[how].includes((callee && keyOf(callee)) ?? '') ?? false
  }

  /** The class of acoro whose instance this file has made, and whose member this is: `lock.acquire`. */
  #classOf(member: Node): string | undefined {
    if (member.type !== 'MemberExpression') return undefined
    const made = this.#followed(member.object)
    return made.type === 'NewExpression' ? this.#imports.exportAt(made.callee) : undefined
  }

  expectedOf(callback: Node): Expected {
    const call = callback.parent
    return call?.type === 'CallExpression' && this.#isOfAcoro(call.callee) ? 'awaitable' : 'unknown'
  }

  yieldsSuspensions(fn: FunctionNode): boolean {
    const type = fn.returnType?.typeAnnotation
    return type !== undefined && /\bSuspension\b/.test(this.#sourceCode.getText(type))
  }

  #of(node: Node, depth: number): Verdict {
    if (depth === 0) return nothing
    const bare = unwrap(node)
    switch (bare.type) {
      case 'CallExpression':
        return this.#ofCall(bare, node !== bare && isOptional(node), depth)
      case 'Identifier': {
        const variable = variableAt(bare.name, bare, this.#sourceCode)
        const value = variable && initialiser(variable)
        return value ? this.#of(value, depth - 1) : nothing
      }
      case 'ConditionalExpression':
        return either([this.#of(bare.consequent, depth), this.#of(bare.alternate, depth)])
      case 'LogicalExpression':
        return { ...this.#of(bare.right, depth), certain: false }
      case 'SequenceExpression':
        return this.#of(bare.expressions.at(-1) as Node, depth)
      case 'ArrayExpression': {
        const { kind } = either(bare.elements.flatMap((each) => (each ? [this.#of(each, depth)] : [])))
        return { ...nothing, each: kind }
      }
      default:
        return nothing
    }
  }

  #ofCall(call: CallExpression, isOptionalCall: boolean, depth: number): Verdict {
    const callee = unwrap(call.callee)
    const isMap = callee.type === 'MemberExpression' && keyOf(callee) === 'map' && call.arguments[0]
    if (isMap) return { ...nothing, each: this.resultOf(isMap).kind }
    const waits = waitingMethods.get(this.#classOf(callee) ?? '')?.includes(keyOf(callee) ?? '')
    if (waits) return verdict('coroutine', !isOptionalCall)
    return verdict(this.#callableKind(callee, depth), !isOptionalCall)
  }

  /** What calling it gives. */
  #callableKind(callee: Node, depth: number): Kind | undefined {
    if (depth === 0) return undefined
    const name = this.#imports.exportAt(callee)
    if (name !== undefined) return kindsOfExports.get(name)
    if (isFunction(callee)) return callee.generator && this.#isOurs(callee) ? 'generator' : undefined
    if (callee.type === 'CallExpression') return this.#isWrapper(callee.callee) ? 'coroutine' : undefined
    if (callee.type === 'MemberExpression') return this.#methodKind(callee)
    const variable =
      callee.type === 'Identifier' ? variableAt(callee.name, callee, this.#sourceCode) : undefined
    const definition = variable?.defs[0]
    if (definition?.type === 'FunctionName') return this.#callableKind(definition.node, depth - 1)
    const value = variable && initialiser(variable)
    return value && this.#callableKind(unwrap(value), depth - 1)
  }

  /** `this.load()`, where the class around has a method or a field of that name. */
  #methodKind(callee: Extract<Node, { type: 'MemberExpression' }>): Kind | undefined {
    if (callee.object.type !== 'ThisExpression') return undefined
    let body: Node | undefined = callee
    while (body && body.type !== 'ClassBody') body = body.parent
    const name = nameOf(callee.property)
    const member = body?.body.find(
      (each) => 'key' in each && nameOf(each.key) === name && each.key.type === callee.property.type,
    )
    if (member?.type === 'PropertyDefinition' && member.value) {
      const value = unwrap(member.value)
      return value.type === 'CallExpression' && this.#isWrapper(value.callee) ? 'coroutine' : undefined
    }
    if (member?.type !== 'MethodDefinition' || !isFunction(member.value) || !member.value.generator)
      return undefined
    if (member.decorators?.some(({ expression }) => this.#isWrapper(expression))) return 'coroutine'
    return this.#isOurs(member.value) ? 'generator' : undefined
  }

  #isWrapper(callee: Node): boolean {
    return wrappers.has(this.#imports.exportAt(callee) ?? '')
  }

  /**
   * Is it a generator function that suspends as coroutines do? Only seen if it delegates to something known.
   */
  #isOurs(fn: FunctionNode): boolean {
    if (fn.async) return false
    const taker = takerOf(fn, this.#imports)
    if (taker !== undefined) return !yieldingPromises.has(taker)
    return (
      this.yieldsSuspensions(fn) ||
      yieldsOf(fn, this.#sourceCode).some(
        ({ delegate, argument }) => delegate && argument && this.#isKnownCall(argument),
      )
    )
  }

  /** Looks no further than the call itself, so that functions that call one another end somewhere. */
  #isKnownCall(node: Node): boolean {
    const bare = unwrap(node)
    if (bare.type !== 'CallExpression') return false
    const callee = unwrap(bare.callee)
    const value = callee.type === 'Identifier' ? this.#followed(callee) : callee
    return (
      kindsOfExports.has(this.#imports.exportAt(callee) ?? '') ||
      (value.type === 'CallExpression' && this.#isWrapper(value.callee))
    )
  }

  /** What a constant, or a field of the class around, was initialised with. */
  #followed(node: Node): Node {
    let bare = unwrap(node)
    for (let depth = DEPTH; depth > 0; depth--) {
      const value = bare.type === 'Identifier' ? this.#constant(bare) : fieldOf(bare)
      if (!value) return bare
      bare = unwrap(value)
    }
    return bare
  }

  #constant(node: Extract<Node, { type: 'Identifier' }>): Node | undefined {
    const variable = variableAt(node.name, node, this.#sourceCode)
    return variable && initialiser(variable)
  }

  #isOfAcoro(callee: Node): boolean {
    if (this.#imports.exportAt(callee) !== undefined) return true
    const bare = unwrap(callee)
    const root = bare.type === 'MemberExpression' ? this.#followed(bare.object) : undefined
    if (root?.type === 'NewExpression' || root?.type === 'CallExpression')
      return this.#imports.exportAt(root.callee) !== undefined
    return root !== undefined && this.#imports.exportAt(root) !== undefined
  }
}

function isOptional(node: Node): boolean {
  return node.type === 'ChainExpression' || ('expression' in node && isOptional(node.expression as Node))
}

/** `this.#lock`, a field with an initialiser. */
function fieldOf(node: Node): Node | undefined {
  if (node.type !== 'MemberExpression' || node.object.type !== 'ThisExpression') return undefined
  let body: Node | undefined = node
  while (body && body.type !== 'ClassBody') body = body.parent
  const { property } = node
  const field = body?.body.find(
    (each) =>
      each.type === 'PropertyDefinition' &&
      each.key.type === property.type &&
      nameOf(each.key) === nameOf(property),
  )
  return field?.type === 'PropertyDefinition' ? (field.value ?? undefined) : undefined
}
