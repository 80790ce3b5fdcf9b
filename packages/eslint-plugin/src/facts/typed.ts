/**
 * What TypeScript's types tell, through the parser services of typescript-eslint.
 *
 * An awaitable is known by a public property, `'~acoro'`, whose type is its kind: it is in subclasses, in
 * intersections and in a second copy of acoro as well. Types of before that property are known by the classes
 * they derive from. A generator is one of ours if it yields what only coroutines yield. `any`, `unknown` and
 * type parameters are nothing.
 */

import type ts from 'typescript'
import { resultsOf } from '../base/function.ts'
import { type FunctionNode, isFunction, type Node, nameOf, unwrap } from '../base/node.ts'
import type { SourceCode } from '../base/rule.ts'
import { permitClasses } from './exports.ts'
import {
  type Expected,
  either,
  type Facts,
  graver,
  type Kind,
  nothing,
  type Shape,
  type Verdict,
} from './facts.ts'
import { packageOf } from './package-of.ts'

export interface Services {
  readonly program: ts.Program
  readonly esTreeNodeToTSNodeMap: { get(node: Node): ts.Node | undefined }
}

const BRAND = '~acoro'

/** What is plainly something else: texts, numbers, functions. */
const neverAwaitable: ReadonlySet<string> = new Set([
  'ArrowFunctionExpression',
  'BinaryExpression',
  'ClassExpression',
  'FunctionExpression',
  'Literal',
  'ObjectExpression',
  'TemplateLiteral',
  'UnaryExpression',
  'UpdateExpression',
])

/** One a program: types are made once and asked for often. */
interface Known {
  readonly verdicts: WeakMap<ts.Type, Verdict>
  readonly kinds: WeakMap<ts.Type, { kind: Kind | undefined }>
}

const knownOf = new WeakMap<ts.TypeChecker, Known>()

export class TypedFacts implements Facts {
  readonly typed: boolean = true
  readonly #services: Services
  readonly #sourceCode: SourceCode
  readonly #checker: ts.TypeChecker
  readonly #known: Known
  readonly #types = new WeakMap<Node, ts.Type>()
  readonly #isStrict: boolean

  constructor(services: Services, sourceCode: SourceCode) {
    this.#services = services
    this.#sourceCode = sourceCode
    this.#checker = services.program.getTypeChecker()
    const { strict, strictNullChecks = strict } = services.program.getCompilerOptions()
    this.#isStrict = strictNullChecks === true
    const known = knownOf.get(this.#checker) ?? { verdicts: new WeakMap(), kinds: new WeakMap() }
    knownOf.set(this.#checker, known)
    this.#known = known
  }

  of(node: Node): Verdict {
    // Cheaper than any type.
    if (neverAwaitable.has(unwrap(node).type)) return nothing
    const type = this.#typeOf(node)
    if (type === undefined) return nothing
    const found = this.#verdict(type)
    return found !== nothing && isAnother(unwrap(node)) ? nothing : found
  }

  resultOf(node: Node): Verdict {
    const fn = unwrap(node)
    if (isFunction(fn) && !fn.generator) {
      return fn.async ? nothing : either(resultsOf(fn, this.#sourceCode).map((result) => this.of(result)))
    }
    const signatures = this.#typeOf(node)?.getCallSignatures() ?? []
    return either(signatures.map((signature) => this.#verdict(signature.getReturnType())))
  }

  shapeOf(node: Node): Shape | undefined {
    const type = this.#typeOf(node)
    if (type === undefined) return undefined
    const shapes = new Set(partsOf(type).map((part) => this.#shape(part)))
    return shapes.size === 1 ? [...shapes][0] : undefined
  }

  isPermit(node: Node): boolean {
    const type = this.#typeOf(node)
    return type !== undefined && partsOf(type).some((part) => this.#isOf(part, '@acoro/sync', permitClasses))
  }

  expectedOf(callback: Node): Expected {
    const expression = this.#tsNode(callback) as ts.Expression | undefined
    const type = expression && this.#checker.getContextualType(expression)
    const expected = type === undefined ? 'unknown' : this.#expectedBy(type)
    if (expected !== 'awaitable' || expression === undefined) return expected
    // What is inferred from the callback itself says nothing about its caller: `then<R>(work: () => R)`.
    const declared = this.#parameterOf(expression)
    return declared === undefined ? expected : this.#expectedBy(declared)
  }

  #expectedBy(type: ts.Type): Expected {
    const signatures = partsOf(type).flatMap((part) => part.getCallSignatures())
    const results = signatures.flatMap((signature) => partsOf(signature.getReturnType()))
    if (results.length === 0) return 'unknown'
    const expected = results.map((result) => this.#expected(result))
    return (
      (['awaitable', 'unknown', 'something'] as const).find((each) => expected.includes(each)) ?? 'nothing'
    )
  }

  /** The declared type of the parameter that an argument is for. */
  #parameterOf(argument: ts.Expression): ts.Type | undefined {
    const call = argument.parent as ts.CallExpression
    const index = call.arguments?.indexOf(argument) ?? -1
    const declaration = index < 0 ? undefined : this.#checker.getResolvedSignature(call)?.declaration
    const parameter = declaration && 'parameters' in declaration ? declaration.parameters[index] : undefined
    return parameter && this.#checker.getTypeAtLocation(parameter)
  }

  yieldsSuspensions(fn: FunctionNode): boolean {
    const declaration = this.#tsNode(fn) as ts.SignatureDeclaration | undefined
    const signature = declaration && this.#checker.getSignatureFromDeclaration(declaration)
    return signature !== undefined && this.#kind(signature.getReturnType()) === 'generator'
  }

  #tsNode(node: Node): ts.Node | undefined {
    // What other parsers than TypeScript's make of a template has no counterpart.
    return this.#services.esTreeNodeToTSNodeMap.get(node)
  }

  /**
   * Kept, because several rules ask for the same node, and the checker goes through a chain of calls each
   * time.
   */
  #typeOf(node: Node): ts.Type | undefined {
    const before = this.#types.get(node)
    if (before) return before
    const found = this.#tsNode(node)
    const type = found && this.#checker.getTypeAtLocation(found)
    if (type) this.#types.set(node, type)
    return type
  }

  #verdict(type: ts.Type): Verdict {
    const before = this.#known.verdicts.get(type)
    if (before) return before
    const parts = partsOf(type)
    const kinds = parts.map((part) => this.#kind(part))
    const found = {
      kind: kinds.reduce(graver, undefined),
      // Without strictNullChecks anything may be null, and nobody says so: futures and tasks often are.
      certain: kinds.every(
        (kind) => kind === 'coroutine' || kind === 'generator' || (kind && this.#isStrict),
      ),
      each: parts.reduce((kind: Kind | undefined, part) => graver(kind, this.#elementKind(part)), undefined),
    }
    const isNothing = found.kind === undefined && found.each === undefined
    const result = isNothing ? nothing : found
    this.#known.verdicts.set(type, result)
    return result
  }

  #elementKind(type: ts.Type): Kind | undefined {
    if (!this.#isList(type)) return undefined
    const elements = this.#checker.getTypeArguments(type as ts.TypeReference).flatMap(partsOf)
    return elements.reduce((kind: Kind | undefined, part) => graver(kind, this.#kind(part)), undefined)
  }

  #kind(type: ts.Type): Kind | undefined {
    if (type.isIntersection())
      return type.types.reduce((kind: Kind | undefined, each) => graver(kind, this.#kind(each)), undefined)
    if (type.symbol === undefined || isOpen(type)) return undefined
    const before = this.#known.kinds.get(type)
    if (before) return before.kind
    // A type that leads back to itself is nothing on the way.
    this.#known.kinds.set(type, { kind: undefined })
    const kind = this.#brandOf(type) ?? this.#kindByClass(type) ?? this.#generatorKind(type)
    this.#known.kinds.set(type, { kind })
    return kind
  }

  #brandOf(type: ts.Type): Kind | undefined {
    const property = this.#checker.getPropertyOfType(type, BRAND)
    if (property === undefined) return undefined
    const names = partsOf(this.#checker.getTypeOfSymbol(property)).map((part) =>
      part.isStringLiteral() ? part.value : '',
    )
    // Future's own brand has to allow for what derives from it: 'future' | 'task'.
    return (['coroutine', 'future', 'task'] as const).find((kind) => names.includes(kind))
  }

  #kindByClass(type: ts.Type): Kind | undefined {
    for (const [name, kind] of Object.entries({
      Coroutine: 'coroutine',
      Task: 'task',
      Future: 'future',
    } as const))
      if (this.#isOf(type, '@acoro/core', new Set([name]))) return kind
    return undefined
  }

  /** Does it derive from a class of one of these names which the package declares? */
  #isOf(type: ts.Type, name: string, classes: ReadonlySet<string>): boolean {
    const target = 'target' in type ? (type as ts.TypeReference).target : type
    if (!target.isClassOrInterface()) return false
    const { symbol } = target
    if (classes.has(symbol.name)) {
      const file = symbol.declarations?.[0]?.getSourceFile().fileName
      if (file !== undefined && packageOf(file) === name) return true
    }
    return (this.#checker.getBaseTypes(target) ?? []).some((base) => this.#isOf(base, name, classes))
  }

  #generatorKind(type: ts.Type): Kind | undefined {
    if (type.symbol.name !== 'Generator' || !('target' in type)) return undefined
    const [yielded] = this.#checker.getTypeArguments(type as ts.TypeReference)
    if (yielded === undefined) return undefined
    const parts = partsOf(yielded)
    const isBare = parts.some((part) => this.#checker.typeToString(part) === 'undefined')
    const isFuture = (part: ts.Type): boolean => {
      if (this.#kind(part) !== 'future' || !('target' in part)) return false
      const [result] = this.#checker.getTypeArguments(part as ts.TypeReference)
      return result !== undefined && this.#checker.typeToString(result) === 'unknown'
    }
    // `Suspension` is `Future<unknown> | undefined`. A generator of data may yield futures, too, but hardly
    // both.
    return (isBare || !this.#isStrict) && parts.some(isFuture) ? 'generator' : undefined
  }

  #shape(type: ts.Type): Shape | undefined {
    if (this.#isList(type)) return 'array'
    if (type.isStringLiteral() || this.#checker.typeToString(type) === 'string') return 'string'
    const isPromise = type.symbol?.name === 'Promise' && this.#kind(type) === undefined
    return isPromise ? 'promise' : undefined
  }

  #isList(type: ts.Type): boolean {
    return type.symbol?.name === 'Array' || this.#checker.isArrayType(type) || this.#checker.isTupleType(type)
  }

  #expected(type: ts.Type): Expected {
    const name = this.#checker.typeToString(type)
    if (name === 'void' || name === 'undefined') return 'nothing'
    if (name === 'any' || name === 'unknown' || isOpen(type)) return 'unknown'
    if (this.#kind(type) !== undefined) return 'awaitable'
    const isIterable = type.getProperties().some((property) => property.name.startsWith('__@iterator'))
    return isIterable && this.#shape(type) === undefined ? 'awaitable' : 'something'
  }
}

/**
 * An expression whose type says less than we know. `await coroutine` has the type of a coroutine, but the
 * mistake is the `await`; `Object.freeze(x)` and `Object.getPrototypeOf(x)` are about the object itself.
 */
function isAnother(node: Node): boolean {
  if (node.type === 'AwaitExpression') return true
  if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression') return false
  return ['Object', 'Reflect'].includes(nameOf(node.callee.object) ?? '')
}

function partsOf(type: ts.Type): readonly ts.Type[] {
  return type.isUnion() ? type.types : [type]
}

/** A type parameter and what depends on one: anything may stand in for it. */
function isOpen(type: ts.Type): boolean {
  return type.isTypeParameter() || 'checkType' in type || ('objectType' in type && 'indexType' in type)
}
