import { catalogue } from '../../../shared/i18n/words.ts'

export const greenLaneWords = catalogue({
  title: ['绿色通道通行证（{count}）', 'Green-lane passes ({count})'],
  vehicles: ['持证车辆', 'Vehicles with a pass'],
  hint: ['持证车辆排车、改道时可走社会车辆禁行的路。', 'Their trips are planned and rerouted through roads that are closed to the public.'],
  choose: ['按车牌查找', 'Find by plate'],
  save: ['保存通行证', 'Save the passes'],
  saved: ['已保存。已排好的车次请重新排车或改道后生效。', 'Saved. Trips that are planned already take it up when they are planned anew or rerouted.'],
  onPass: ['绿色通道', 'Green lane'],
})
