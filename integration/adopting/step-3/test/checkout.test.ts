import { explore, virtual } from '@acoro/testing'
import { expect, it } from 'vitest'
import { open } from '../../shop.ts'
import { Checkout } from '../src/checkout.ts'

it(
  'an order is charged, and has a label',
  virtual(async (loop) => {
    const shop = open({ charging: 60_000 })
    expect(await new Checkout(shop).order('lamp')).toEqual(['receipt 1', 'label 1'])
    expect(shop.log).toEqual(['took lamp', 'charged lamp'])
    expect(loop.time()).toBe(60_020)
  }),
)

it('the last lamp is sold once, in every order of events', async () => {
  await explore({ runs: 40 }, async () => {
    const shop = open({ stock: 1 })
    const checkout = new Checkout(shop)
    await Promise.allSettled([checkout.order('lamp'), checkout.order('lamp')])
    if (shop.left < 0) throw new Error('sold twice')
  })
})

it('an order that is too late is cancelled, and the lamp is put back', async () => {
  const shop = open({ charging: 60_000 })
  await virtual(async () => {
    const late = new Checkout(shop).orderWithin(1000, 'lamp')
    await expect(late).rejects.toMatchObject({ name: 'TimeoutError' })
  })()
  expect(shop.log).toEqual(['took lamp', 'put lamp back'])
})

it('an order without a label is not charged, and the lamp is put back', async () => {
  const shop = open({ jammed: true })
  await virtual(async () => {
    const failing = new Checkout(shop).order('lamp')
    await expect(failing).rejects.toMatchObject({ errors: [new Error('no label for lamp')] })
  })()
  expect(shop.log).toEqual(['took lamp', 'put lamp back'])
})
