/**
 * The random numbers of the platform, while a program is explored: `Math.random`, `crypto.randomUUID` and
 * `crypto.getRandomValues`, and `randomUUID` of `node:crypto`. They follow from the order that is run, so a
 * run can be repeated.
 *
 * Assumption: the program looks them up when it calls them. A function that was taken out before, such as
 * `const { random } = Math`, stays the real one. Then a run is not the same twice, which explore() notices.
 */

import type { RandomSource } from '../../base/random-source.ts'

interface NodeCrypto {
  randomUUID: () => string
}

interface NodeModules {
  syncBuiltinESMExports?(): void
}

interface NodeProcess {
  getBuiltinModule?(name: string): unknown
}

type IntegerArray = Uint8Array | Uint16Array | Uint32Array | BigUint64Array

export class RandomWorld implements Disposable {
  readonly #source: () => RandomSource
  readonly #restore: (() => void)[] = []

  constructor(source: () => RandomSource) {
    this.#source = source
    const randomUUID = (): string => this.#uuid()
    this.#replace(Math, 'random', () => this.#source().next())
    const { crypto, process } = globalThis as { crypto?: object; process?: NodeProcess }
    if (crypto !== undefined) {
      this.#replace(crypto, 'randomUUID', randomUUID)
      this.#replace(crypto, 'getRandomValues', <A extends IntegerArray>(array: A): A => this.#fill(array))
    }
    const node = process?.getBuiltinModule?.('node:crypto') as NodeCrypto | undefined
    const modules = process?.getBuiltinModule?.('node:module') as NodeModules | undefined
    if (node === undefined) return
    // Named imports show what a module exports only when they are told to look.
    this.#restore.push(() => modules?.syncBuiltinESMExports?.())
    this.#replace(node, 'randomUUID', randomUUID)
    modules?.syncBuiltinESMExports?.()
  }

  [Symbol.dispose](): void {
    for (const restore of this.#restore.splice(0).reverse()) restore()
  }

  #replace(owner: object, name: string, value: unknown): void {
    const before = Object.getOwnPropertyDescriptor(owner, name)
    try {
      Object.defineProperty(owner, name, { value, configurable: true, writable: true })
    } catch {
      // It is frozen: the program has the real one.
      return
    }
    this.#restore.push(() => {
      if (before === undefined) Reflect.deleteProperty(owner, name)
      else Object.defineProperty(owner, name, before)
    })
  }

  #fill<A extends IntegerArray>(array: A): A {
    const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength)
    const source = this.#source()
    for (let at = 0; at < bytes.length; at++) bytes[at] = source.below(256)
    return array
  }

  /** A UUID of version 4. */
  #uuid(): string {
    const bytes = this.#fill(new Uint8Array(16))
    bytes[6] = ((bytes[6] as number) & 0x0f) | 0x40
    bytes[8] = ((bytes[8] as number) & 0x3f) | 0x80
    const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
  }
}
