import { catalogue } from '../../shared/i18n/words.ts'

export const words = catalogue({
  map: ['地图', 'Map'],
  keys: ['方向键平移，加减号缩放', 'arrow keys move it, plus and minus zoom'],
  zoomIn: ['放大', 'Zoom in'],
  zoomOut: ['缩小', 'Zoom out'],
  fit: ['适应内容', 'Fit to content'],
  picture: ['存为图片', 'Save as picture'],
  loading: ['正在载入地图…', 'Loading the map…'],
  failed: ['地图未能显示，列表仍可用。', 'The map could not be shown; the list still works.'],
  ground: ['经纬网底图，无行政边界数据；线路为站点间直线示意，非道路走向。', 'Drawn on a graticule: no boundary data; lines join stops and are not roads.'],
  legend: ['图例，点选可隐藏', 'Legend: choose a kind to hide it'],
  list: ['地图要素清单（{count}）', 'What the map shows, as a list ({count})'],
  running: ['待送达', 'Waiting for relief'],
  late: ['已超时', 'Late'],
  stopped: ['已送达', 'Relieved'],
  planned: ['待发车', 'Planned'],
  dispatched: ['在途', 'On the way'],
  arrived: ['已送达', 'Arrived'],
  flow: ['调拨流向', 'Flow of goods'],
})
