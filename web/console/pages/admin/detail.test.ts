import { expect, it } from 'vitest'
import { detailLines } from './detail.ts'

it('lays an entry’s detail out as short lines', () => {
  expect(detailLines('{"code":"BELOW_MINIMUM","facts":{"floor":"48000","item":"水"},"empty":"","none":null,"ids":[1,2]}')).toEqual(['code: BELOW_MINIMUM', 'facts.floor: 48000', 'facts.item: 水', 'ids: 1, 2'])
  expect(detailLines('{}')).toEqual([])
  expect(detailLines('"text"')).toEqual(['text'])
  expect(detailLines('not json')).toEqual(['not json'])
})
