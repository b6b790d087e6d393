// The words of refusals that only the console gets: of trips, their vehicles and roads.
import { catalogue } from '../../../shared/i18n/words.ts'

export const transportRefusals = catalogue({
  CLOSURE_ENDED: ['结束时间须晚于开始时间，且未过去。', 'The closure would end before it begins, or has ended.'],
  CLOSURE_POINTS: ['请在图上标 {least} 至 {most} 个点。', 'Mark {least} to {most} points on the map.'],
  NOTHING_AHEAD: ['按计划已到达全部停靠点，无路可改。', 'By its plan it has reached all its stops.'],
  NOTHING_TO_CARRY: ['此方案的物资都已编入车次，或已在需要的地点。', 'Everything in this allocation is on a trip already, or lies where it is needed.'],
  NOT_BETWEEN: ['“{road}”没有从“{from}”到“{to}”的连续路段。', '“{road}” does not lead from “{from}” to “{to}”.'],
  NO_ROAD: ['所标点附近没有道路，请标在路上。', 'There is no road near one of the points: mark them on a road.'],
  NO_ROAD_GRAPH: ['没有路网，不能自动改道。请通知驾驶员绕行。', 'There is no road graph, so that closed roads cannot be gone round: tell the driver.'],
  NO_ROAD_NAMES: ['路网中没有路名，请在地图上标出道路。', 'The road graph has no names: mark the road on the map.'],
  NO_STOP: ['该车次只有 {stops} 站。', 'The trip has {stops} stops.'],
  NO_SUCH_ROAD: ['路网中没有“{road}”，请核对路名。', 'No road is called “{road}”: check the name.'],
  NO_VEHICLES: ['这些承运单位没有空闲车辆。', 'No vehicle of these carriers is in service and free.'],
  NO_WAY: ['去第 {stop} 站的路都已封闭，请等候恢复通行，或由他车转送。', 'Every way to stop {stop} is closed: wait until one is open, or bring the goods otherwise.'],
  OUTSIDE_MAP: ['此位置不在路网范围内：纬度 {south} 至 {north}，经度 {west} 至 {east}。', 'Outside the road map: latitude {south} to {north}, longitude {west} to {east}.'],
  POSITION: ['请给出车辆位置。', 'Say where the vehicle is.'],
  ROAD_ENDS: ['起止路口请都填，或都不填。', 'Name both ends, or neither.'],
  ROAD_NAME: ['请填写路名，最多 {most} 字。', 'Name the road, in at most {most} characters.'],
  ROAD_NOT_CROSSED: ['“{cross}”与“{road}”不相交。', '“{cross}” does not meet “{road}”.'],
  STOP_BEHIND: ['第 {stop} 站已过：第 {signed} 站已签收。', 'Stop {stop} lies behind: stop {signed} is signed for.'],
  VEHICLE_BUSY: ['车辆已被另一方案占用，请重新排车。', 'A vehicle was taken by another plan meanwhile: plan again.'],
})
