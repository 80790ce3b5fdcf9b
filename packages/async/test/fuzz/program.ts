// Random programs of async functions. Each function logs what it does under the path of its call, so that
// what it did can be compared whatever ran in between.
//
// `plain` programs have only what each compiler lowers to as many turns as the language has: their whole
// trace has to be equal. Others have async generators, `for await` and the like: there the trace of each call
// has to be.

export interface Options {
  readonly plain: boolean
}

/** A small generator of random numbers (mulberry32). */
export class Random {
  #state: number

  constructor(seed: number) {
    this.#state = seed >>> 0
  }

  /** From 0 up to below `end`. */
  below(end: number): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0
    let mixed = this.#state
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) % end
  }

  chance(percent: number): boolean {
    return this.below(100) < percent
  }

  pick<T>(from: readonly T[]): T {
    return from[this.below(from.length)] as T
  }
}

type Kind = 'function' | 'arrow' | 'method' | 'static' | 'expression' | 'generator' | 'generatorMethod'

interface Shape {
  readonly index: number
  readonly kind: Kind
}

const PLAIN: readonly Kind[] = ['function', 'arrow', 'method', 'static', 'expression']
const ALL: readonly Kind[] = [...PLAIN, 'generator', 'generatorMethod']

/** What a comment may hold that code looks like. */
const IN_COMMENTS = ['(', ')', '=>', '*', 'async', 'function f(', '{', 'static async *m(']

const isGenerator = ({ kind }: Shape): boolean => kind === 'generator' || kind === 'generatorMethod'

/** Source that declares `function main(env)`. */
export function randomProgram(seed: number, options: Options): string {
  return new Writer(new Random(seed), options).program()
}

class Writer {
  readonly #random: Random
  readonly #plain: boolean
  #shapes: Shape[] = []
  #names = 0
  #size = 0

  constructor(random: Random, { plain }: Options) {
    this.#random = random
    this.#plain = plain
  }

  program(): string {
    const count = 2 + this.#random.below(4)
    const kinds = this.#plain ? PLAIN : ALL
    this.#shapes = Array.from({ length: count }, (_, index) => ({
      index,
      kind: index === 0 ? this.#random.pick(PLAIN) : this.#random.pick(kinds),
    }))
    const declarations = this.#shapes.map((shape) => this.#declaration(shape)).join('\n')
    return `function main(env) {
const { log, thenable, iterable, resource, later } = env
${declarations}
return ${this.#callee(this.#shapes[0] as Shape)}('r', 1)
}`
  }

  #name(prefix: string): string {
    return `${prefix}${this.#names++}`
  }

  #callee({ index, kind }: Shape): string {
    if (kind === 'method' || kind === 'generatorMethod') return `new C${index}(${index}).m`
    return kind === 'static' ? `C${index}.m` : `f${index}`
  }

  #declaration(shape: Shape): string {
    const { index, kind } = shape
    this.#size = 0
    const parameters = this.#parameters(shape)
    const body = `${isGenerator(shape) ? "log(id, 'begins')\n" : `log(id, 'begins', ${this.#self(kind)})\n`}${this.#block(shape, 2 + this.#random.below(3), 0)}`
    const text = `(${parameters}) {\n${body}\n}`
    const head = (...tokens: readonly string[]): string => tokens.join(this.#gap())
    switch (kind) {
      case 'function':
        return `${head('async', 'function', `f${index}`, '')}${text}`
      case 'generator':
        return this.#random.chance(50)
          ? `${head('async', 'function', '*', `f${index}`, '')}${text}`
          : `const f${index} = ${head('async', 'function', '*', this.#random.chance(50) ? `named${index}` : '')}${text}`
      case 'expression':
        return `const f${index} = ${head('async', 'function', this.#random.chance(50) ? `named${index}` : '')}${text}`
      case 'arrow':
        return `const f${index} = ${head('async', `(${parameters})`, '=>', '')}{\n${body}\n}`
      case 'static':
        return `class C${index} extends env.Base { ${head('static', 'async', 'm', '')}${text} }`
      default: {
        const name = this.#random.chance(20) ? "['m']" : 'm'
        const method = kind === 'method' ? head('async', name, '') : head('async', '*', name, '')
        return `class C${index} extends env.Base { #n = ${index}; get n() { return this.#n }\nx = 1\n${method}${text} }`
      }
    }
  }

  /** What stands between two tokens of a head. */
  #gap(): string {
    return this.#random.chance(80) ? ' ' : ` /* ${this.#random.pick(IN_COMMENTS)} */ `
  }

  /** Something that only this kind of function has. */
  #self(kind: Kind): string {
    if (kind === 'arrow') return '0'
    if (kind === 'method') return 'this?.n, super.base()'
    if (kind === 'static') return 'super.sbase()'
    return 'arguments.length, typeof this'
  }

  #parameters({ index, kind }: Shape): string {
    const list = ['id', 'n = 2']
    if (this.#random.chance(30)) list.push(`{ a = ${index}, ...others } = { b: 1 }`)
    if (kind !== 'generatorMethod' && this.#random.chance(20)) list.push(`late = env.mayThrow(id, n)`)
    if (this.#random.chance(20)) list.push('...rest')
    return list.join(', ')
  }

  #block(shape: Shape, statements: number, depth: number): string {
    return Array.from({ length: statements }, () => this.#statement(shape, depth)).join('\n')
  }

  #statement(shape: Shape, depth: number): string {
    const random = this.#random
    if (this.#size++ > 24) return this.#log(`'full'`)
    const choice = random.below(this.#plain ? 70 : 100)
    const inner = () => this.#block(shape, 1 + random.below(2), depth + 1)
    if (choice < 12) return this.#log(this.#value(shape))
    if (choice < 30) return this.#log(`await ${this.#value(shape)}`)
    if (choice < 36) {
      const [a, b] = [this.#name('a'), this.#name('b')]
      return `const { ${a} = await ${this.#value(shape)}, ...${b} } = { x: ${random.below(9)} }\n${this.#log(`${a}, ${b}`)}`
    }
    if (depth < 3 && choice < 44) {
      const error = this.#name('e')
      const caught = `catch (${error}) { ${this.#log(`'caught', env.text(${error})`)}\n${inner()} }`
      const last = `finally { ${this.#log(`'finally'`)}\n${inner()} }`
      return `try {\n${inner()}\n} ${random.pick([caught, last, `${caught} ${last}`])}`
    }
    if (choice < 47) return this.#return(shape)
    if (choice < 50) return `if (n > ${random.below(3)}) throw env.error(${random.below(99)})`
    if (depth < 3 && choice < 55) {
      const i = this.#name('i')
      return `for (let ${i} = 0; ${i} < ${1 + random.below(2)}; ${i}++) {\n${inner()}\n${random.chance(20) ? 'break' : ''}\n}`
    }
    if (choice < 59) return `later(id, ${this.#call(shape)})`
    if (choice < 63) return this.#log(`await Promise.all([${this.#value(shape)}, ${this.#value(shape)}])`)
    if (choice < 66) return this.#log(`await ${this.#inner(shape)}`)
    if (choice < 70) return this.#log(`(await ${this.#value(shape)}) + (await ${this.#value(shape)})`)
    if (isGenerator(shape) && choice < 84) {
      return choice < 80
        ? this.#log(`yield ${this.#value(shape)}`)
        : this.#log(`yield* ${this.#source(shape)}`)
    }
    if (depth < 3 && choice < 94) {
      const value = this.#name('v')
      const leave = random.chance(30) ? `if (n > 1) ${random.pick(['break', 'continue'])}` : ''
      return `for await (const ${value} of ${this.#source(shape)}) {\n${this.#log(`'got', env.text(${value})`)}\n${leave}\n${inner()}\n}`
    }
    const used = this.#name('u')
    return `{ ${random.pick(['await using', 'using', 'await using'])} ${used} = resource(id)\n${this.#log(`${used}.name`)}\n${this.#size > 20 ? '' : this.#statement(shape, depth + 1)} }`
  }

  /** The call of a function that is made there. */
  #inner(shape: Shape): string {
    const body = `await null; return ${this.#value(shape)}`
    switch (this.#random.below(4)) {
      case 0:
        return `(async function () { ${body} })()`
      case 1:
        return `(async function inner(a = 1) { ${body} })()`
      case 2:
        return `({ async m() { ${body} } }).m()`
      default:
        return `(async () => { ${body} })()`
    }
  }

  #return(shape: Shape): string {
    const value = this.#value(shape)
    // In an async generator most compilers await what is returned too late: see test/rules.test.ts.
    const awaits = isGenerator(shape) || this.#random.chance(40)
    return `if (n ${this.#random.pick(['> 1', '< 1', '> 0'])}) return ${awaits ? `await ${value}` : value}`
  }

  #log(value: string): string {
    return `log(id, ${value})`
  }

  #path(): string {
    return `env.path(id, ${this.#names++})`
  }

  #call(shape: Shape): string {
    const later = this.#shapes.filter((other) => other.index > shape.index && !isGenerator(other))
    if (later.length === 0) return `Promise.resolve(${this.#random.below(9)})`
    return `${this.#callee(this.#random.pick(later))}(${this.#path()}, n - 1)`
  }

  #value(shape: Shape): string {
    const number = this.#random.below(99)
    switch (this.#random.below(9)) {
      case 0:
        return `${number}`
      case 1:
        return `Promise.resolve(${number})`
      case 2:
        return `thenable(${number})`
      case 3:
        return `env.mayReject(n, ${number})`
      case 4:
        return `env.deep(${1 + this.#random.below(3)}, ${number})`
      default:
        return this.#call(shape)
    }
  }

  /** Something for `for await`. */
  #source(shape: Shape): string {
    const later = this.#shapes.filter((other) => other.index > shape.index && isGenerator(other))
    const choice = this.#random.below(4)
    if (later.length > 0 && choice < 2) {
      return `${this.#callee(this.#random.pick(later))}(${this.#path()}, n - 1)`
    }
    return choice === 2
      ? `iterable(id, ${1 + this.#random.below(3)}, ${this.#random.chance(20)})`
      : `[1, Promise.resolve(2), ${this.#random.chance(20) ? 'env.mayReject(n, 3)' : 'thenable(3)'}]`
  }
}
