// What a refusal says to a person: what happened, why, and what to do, worded from the server's code and facts.
import { Refused, Unreachable, type Refusal } from '../graphql/ask.ts'
import { quantity } from '../format.ts'
import { catalogue, translate, useWords } from './words.ts'

export const refusals = catalogue({
  ALREADY_DECIDED: ['您已对这张单据表过态，下一次审批须由他人作出。', 'You have decided upon this document already; the next approval is another’s.'],
  ALREADY_DONE: ['此轮换任务已办结。', 'This rotation task is done already.'],
  ALREADY_RECEIVED: ['这张调拨单已经收过货。', 'This transfer has been received already.'],
  ALREADY_REVERSED: ['这张单据已被冲销。', 'This document has been reversed already.'],
  ALREADY_SENT: ['此方案的物资已发出或已送达。可取消尚未发车的车次。', 'Goods of this allocation have left already. Cancel the trips that have not left.'],
  ALREADY_SIGNED: ['这张运单已签收。', 'This waybill has been signed already.'],
  APPRAISAL_MISSING: ['尚未技术鉴定。请先由懂行的人员鉴定，再审批。', 'Somebody who knows the goods appraises them before they are approved for scrapping.'],
  APPRAISED_USABLE: ['鉴定结论不是报废，不能批准报废。', 'The appraisal did not find these goods unusable: they are not scrapped.'],
  APPROVAL_NEEDED: ['按现行规定须 {persons} 人审批，现有 {approvals} 人。请提交审批。', 'By the rules in force now, {persons} person(s) have to approve this; {approvals} have. Submit it for approval.'],
  ARRIVED_AT: ['送达时间须晚于发出时间，且不晚于现在。', 'Goods arrive after they were sent, and not in the future.'],
  AWAITING_INSPECTION: ['这些是回收物资，正待检。请先检验。', 'These goods came back and wait for their inspection: inspect them first.'],
  BAD_CREDENTIALS: ['账号或密码不对。请重新输入。', 'The account or the password is wrong. Try again.'],
  BAD_ID: ['链接中的编号无效。', 'The id in the link is not valid.'],
  BAD_REQUEST: ['请求格式有误。请刷新页面后重试。', 'The request was not understood. Load the page again and repeat.'],
  BELOW_MINIMUM: ['{scopeName}的最低库存为 {floor}，现可用 {available}，不能出 {requested}。请减少数量，或由调度员按事件批准突破。', '{scopeName} must keep at least {floor}; {available} is available, so {requested} cannot leave. Take less, or ask a dispatcher to override for an incident.'],
  BODY: ['请求未完整送达，已填内容还在，请重试。', 'The request did not arrive whole; what you typed is kept. Try again.'],
  BUSY: ['同一物资正有多人操作，请稍候再试。', 'Too many people are writing to the same goods. Try again shortly.'],
  COOKIE_TWICE: ['浏览器存有多个登录凭据。请清除本站 Cookie 后重新登录。', 'The browser has more than one session cookie of this site: clear its cookies and sign in again.'],
  COVER_DAYS: ['保障天数须为 1 至 60 天。', 'Cover 1 to 60 days.'],
  CURSOR: ['翻页位置无效，请回到首页。', 'The place in the list is not valid: go back to the first page.'],
  DATABASE_AWAY: ['数据库暂时连不上，已填内容未丢失，请稍候再试。', 'The database cannot be reached just now; nothing was lost. Try again shortly.'],
  DIFFERENCE: ['实收、短少与破损之和须等于发出数 {sent}。', 'Received, short and damaged must add up to the {sent} that were sent.'],
  DIFFERENCE_NOTE: ['实收少于发出，请写明原因。', 'Less arrived than was sent: say why.'],
  DIFFERENCE_REASON: ['数量有差异，请选择原因。', 'The quantity differs: choose why.'],
  DIRECTION: ['盘盈、盘亏与所选原因不符。', 'Found and missing goods do not go with this reason.'],
  DISPOSAL_MISSING: ['请登记报废物资的处置去向。', 'Say what became of the scrapped goods: record their disposal.'],
  DOCUMENT_STATE: ['单据当前状态不允许此操作，请刷新。', 'The document is in another state meanwhile: look again.'],
  DRILL: ['演练不动用真实库存。', 'A drill never touches real stock.'],
  ENTRUSTED: ['这些是代储物资，只能凭物主单据动用。', 'These goods are entrusted: they move only on their owner’s document.'],
  EXCEEDS_ISSUED: ['发出 {issued}，尚可退回 {left}，少于所填 {requested}。', '{issued} went out and {left} can still come back, not {requested}.'],
  EXPIRY: ['有效期已过或超过 30 年：过期物资不能入库。请核对日期。', 'The expiry is past or more than 30 years away: expired goods are not received. Check the date.'],
  EXPIRY_MISSING: ['该品种有保质期，请填写有效期至。', 'This item has a shelf life: enter the day until which it is good.'],
  FINDING: ['请选择鉴定结论。', 'Choose a finding.'],
  FIRST: ['每页行数须为 1 至 250。', 'Ask for 1 to 250 rows.'],
  GRADE_RISES: ['回收物资的成色不会高于发出时的 {grade} 级。', 'Goods of grade {grade} do not come back better than they went out.'],
  HOLD_GONE: ['冻结的物资已被解冻、占用或减少，现有 {available}。请刷新。', 'This hold was shortened, released or claimed meanwhile: {available} of it is left. Look again.'],
  INCIDENT_CLOSED: ['该事件已结束。', 'The incident is closed.'],
  INCIDENT_MISSING: ['请选择出库所属的事件。', 'Name the incident that these goods are issued for.'],
  INSUFFICIENT_STOCK: ['可用 {available}，少于应出 {requested}。请减少数量，或选其他批次。', '{available} is available, less than the {requested} asked for. Take less, or choose another lot.'],
  INTERNAL: ['系统出错，未留下半途的数据。请报错误编号 {requestId}。', 'Something went wrong on our side; nothing was half-done. Quote error {requestId}.'],
  KIND: ['这类单据不适用。', 'This does not go with documents of this kind.'],
  LEVEL: ['响应级别为 Ⅰ、Ⅱ、Ⅲ 或 Ⅳ。', 'A response level is I, II, III or IV.'],
  LIMIT: ['请求超出规模限制。请刷新页面后重试。', 'The request is larger than allowed. Load the page again and repeat.'],
  LINE_EXISTS: ['这批库存已用于该需求，请直接改那一行。', 'This stock serves this need already: change that line instead.'],
  LINE_NO: ['单据没有这一行，请刷新。', 'The document has no such line: look again.'],
  LINE_TWICE: ['同一行在一次提交中改了两次。', 'A line is changed twice in one submission.'],
  LOCKED_OUT: ['登录失败次数过多，请 {minutes} 分钟后再试。', 'Too many failed sign-ins: wait {minutes} minutes.'],
  LOT_EXPIRED: ['批次已过有效期，不能发放。可报废或退回。', 'The lot is past its expiry and cannot be issued. Scrap or return it.'],
  LOT_MISMATCH: ['批号 {lotNo} 已登记的有效期为 {known}，与所填不同。请核对标签。', 'Lot {lotNo} is known with the expiry {known}: check the label.'],
  LOT_NO: ['批号须为 1 至 40 个字符，首尾不留空格。', 'A lot number has 1 to 40 characters, without blanks around it.'],
  LOT_NOT_GOOD: ['批次被锁定或不合格，不能发放。', 'The lot is on hold or rejected and cannot be issued.'],
  MADE_ON: ['生产日期不能晚于今天或有效期。', 'The day of making lies in the future or not before the expiry.'],
  MEDIA_TYPE: ['请求格式有误。请刷新页面后重试。', 'The request was not understood. Load the page again and repeat.'],
  METHOD: ['请求方式有误。请刷新页面后重试。', 'The request was not understood. Load the page again and repeat.'],
  MISSING: ['请填写编码和中英文名称。', 'Enter a code and the name in Chinese and English.'],
  MORE_THAN_ASKED: ['分配数超过尚未满足的需求。请减少数量，或先增加需求。', 'More would be allotted than is still asked for. Lower the line, or add to the need first.'],
  NOTE_MISSING: ['请写明情况。', 'Say in a note what was found or what happened.'],
  NO_LINES: ['没有明细。请至少加一行。', 'There is nothing to post. Add at least one line.'],
  NO_SUCH_STOCK: ['该储备点没有这个批次和储备，或不是所需品种。', 'The lot of that reserve does not lie at that site, or is not what the need asks for.'],
  NO_VEHICLES: ['这些承运单位没有空闲车辆。', 'No vehicle of these carriers is in service and free.'],
  NOT_ACCEPTABLE: ['请求格式有误。请刷新页面后重试。', 'The request was not understood. Load the page again and repeat.'],
  NOT_ALLOWED: ['您的岗位无权办理此项。请联系管理员。', 'None of your posts allows this. Ask an administrator.'],
  NOT_FOUND: ['没有找到，或不在您的权限范围内。', 'There is none that you may see.'],
  NOT_REVERSIBLE: ['这张单据不能冲销：冲销单、在途及已签收的单据保持原样。', 'This document cannot be reversed: reversals, goods in transit and what was signed for stay as they are.'],
  NOTHING_OPEN: ['所有需求都已分配。', 'Every need is allotted already.'],
  NOTHING_TO_CARRY: ['此方案的物资都已编入车次，或已在需要的地点。', 'Everything in this allocation is on a trip already, or lies where it is needed.'],
  NOT_CLEANED: ['这些物资尚待清洗，请先清洗再检验。', 'These goods wait for cleaning: they are inspected clean.'],
  NOT_EXPIRED: ['批次 {lotNo} 尚未过期。', 'Lot {lotNo} is not past its expiry date.'],
  NOT_ISSUED: ['请选择当时的出库单：所选单据不是出库单，或已冲销。', 'Goods come back against the issue by which they went out; this is none, or it was reversed.'],
  OCCURRED_AT: ['发生时间须在近 30 天内，且不晚于现在。', 'The time must lie within the last 30 days and not in the future.'],
  ON_HOLD: ['批次 {lotNo} 冻结的部分不能发放，请先解冻。', 'What is on hold of lot {lotNo} is not issued to people: release it first.'],
  OPERATION: ['请求格式有误。请刷新页面后重试。', 'The request was not understood. Load the page again and repeat.'],
  OTHERS_REFUSED: ['同批中有单据未能通过，整批未审批。', 'Another document of this list was refused: nothing was approved.'],
  OUTCOMES_INCOMPLETE: ['待检 {onHold}，各项合计 {sum}，须相等。', '{onHold} wait for inspection; the outcomes sum to {sum}. They must be equal.'],
  OWN_APPRAISAL: ['鉴定人不能再审批同一报废单。', 'Who appraised the goods does not approve their scrapping too.'],
  OWN_DOCUMENT: ['不能审批、退回或鉴定自己的单据。', 'Nobody approves, refuses or appraises a document of their own.'],
  PASSWORD: ['密码须为 10 至 256 个字符。', 'A password has 10 to 256 characters.'],
  PEOPLE: ['人数须为 1 至 2,000,000。', 'Enter 1 to 2,000,000 people.'],
  PERSONS: ['审批人数为 1 或 2。', 'One or two persons approve.'],
  POINT: ['纬度须为 −90 至 90 度，经度须为 −180 至 180 度。', 'A latitude lies between −90 and 90, a longitude between −180 and 180 degrees.'],
  PRIORITY: ['优先级为 1、2 或 3。', 'A priority is 1, 2 or 3.'],
  PROCEEDS: ['处置收入须为零或以上，至多两位小数。', 'Proceeds are zero or more yuan, with at most two decimals.'],
  PROGRAMME: ['没有这种储备类别。', 'There is no such programme.'],
  QUANTITY: ['数量须为大于零的普通数字，如 200 或 12.5。', 'A quantity is written in plain digits above zero, such as 200 or 12.5.'],
  REASON: ['请从列表中选择原因。', 'Choose a reason from the list.'],
  REASON_MISSING: ['请写明原因。', 'Say why.'],
  RECEIVED: ['实收数须在 0 与发出数之间。', 'What arrived lies between zero and what was sent.'],
  REQUEST_KEY: ['提交编号无效。请刷新页面后重试。', 'The key of this submission is not valid. Load the page again and repeat.'],
  REQUEST_KEY_REUSED: ['此次提交的编号已用于别的内容。请重新打开本页再提交。', 'This submission’s key was used for something else. Open the page again and repeat.'],
  RESERVATION_GONE: ['占用的物资已被发出或释放，请刷新查看。', 'What was reserved has been sent or released meanwhile: look again.'],
  RESERVE_ELSEWHERE: ['自储物资收入本单位储备点，代储物资收入受托方储备点。', 'Dedicated goods are received at their owner’s own site, entrusted goods at another’s.'],
  RESERVE_MISSING: ['这个批次分属多个物主，请指明储备。', 'This lot lies here for more than one owner: name the reserve.'],
  SAME_SITE: ['请选择另一个储备点。', 'Choose another site.'],
  SCALE: ['小数位数超出该品种的计量精度。', 'More decimals than this item is counted with.'],
  SCENARIO: ['没有这个情景，请重新选择。', 'There is no such scenario: choose again.'],
  SEARCH: ['查询内容过长，请缩短。', 'The search is too long: shorten it.'],
  SERIAL: ['请检查序列号：每件一行，每行一个且不重复。', 'Check the serial numbers: one unit a line, each with its own number.'],
  SESSION_ENDED: ['登录已过期，请重新登录。', 'Your session has ended: sign in again.'],
  SHELTER_ROOM: ['避难场所容量不足，请自行指定安置点。', 'The shelters have too little room: name the shelters yourself.'],
  SHELTERS: ['安置人数超过受灾人数。', 'More people are placed in shelters than are affected.'],
  SIGN_IN: ['请先登录。', 'Sign in first.'],
  SIGNED_NAME: ['请填写签收人。', 'Enter who received the goods.'],
  STALE_QUANTITY: ['现有 {current}，与您看到的 {expected} 不同。请刷新后重试。', '{current} is on hand now, not {expected}: look again.'],
  STALE_REVISION: ['内容已被他人修改，请刷新后重试。', 'Somebody has changed this meanwhile: look again, then repeat.'],
  STARTED_AT: ['事件须在近 30 天内开始，且不晚于现在。', 'An incident started within the last 30 days, not in the future.'],
  STATE: ['当前状态（{state}）下不能这样办理，请刷新。', 'This cannot be done in its present state ({state}): look again.'],
  STORAGE_FULL: ['数据库磁盘已满，请立即联系管理员。数据未丢失。', 'The disk of the database is full: call the administrator. Nothing was lost.'],
  SYNTAX: ['请求格式有误。请刷新页面后重试。', 'The request was not understood. Load the page again and repeat.'],
  TAKEN: ['此编码或账号已被使用。', 'This code or account is in use already.'],
  TIMEOUT: ['处理超时，未留下半途的数据，请重试。', 'It took too long and was given up; nothing was half-done. Try again.'],
  TOO_LARGE: ['提交内容过大，请分几次提交。', 'This is too much for one submission: split it.'],
  TOO_MANY: ['一次查询的对象过多。', 'Too many objects were asked for at once.'],
  TOO_MANY_LINES: ['一张单据最多 250 行。', 'A document has at most 250 lines.'],
  UNAVAILABLE: ['暂时无法办理，已填内容还在，请稍候再试。', 'This is not possible just now; what you typed is kept. Try again shortly.'],
  VALID_FOR: ['令牌有效期过长。', 'The token would be valid for too long.'],
  VALIDATION: ['页面与服务器版本不一致。请刷新页面后重试。', 'The page and the server differ in version. Load the page again and repeat.'],
  VARIABLES: ['所填内容的格式有误，请核对后重试。', 'Something that you entered has the wrong form: check it and try again.'],
  VEHICLE_BUSY: ['车辆已被另一方案占用，请重新排车。', 'A vehicle was taken by another plan meanwhile: plan again.'],
  WAY: ['请选择处置方式。', 'Choose a way of disposal.'],
  WHOLE_PACKS: ['该品种整包装出入，请填整包装的倍数。', 'This item goes in whole packs: enter a multiple of a pack.'],
})

const network = catalogue({
  unreachable: ['连不上服务器。已填内容还在，网络恢复后可重试。', 'The server cannot be reached. What you typed is kept; try again when the network is back.'],
  busy: ['服务器忙（{status}）。已填内容还在，请稍候再试。', 'The server is busy ({status}). What you typed is kept; try again shortly.'],
  unknown: ['页面出错：{message}', 'Something went wrong on this page: {message}'],
})

const numeric = /^-?\d+(\.\d+)?$/

/** A refusal in the language of the screen; where the code is unknown, the server's sentence. */
export function wordRefusal(refusal: Refusal): string {
  if (!(refusal.code in refusals)) return `${refusal.message} (${refusal.code})`
  const facts = Object.fromEntries(Object.entries(refusal.facts).map(([name, value]) => [name, numeric.test(value) ? quantity(value) : value]))
  const words = translate(refusals, refusal.code as keyof typeof refusals, { requestId: refusal.requestId ?? '', ...facts })
  // A fact that did not come would leave its place in the sentence: then the server's own sentence is better.
  return /\{\w+\}/.test(words) ? `${refusal.message} (${refusal.code})` : words
}

/** What any error of ask, signIn and the like says to a person. */
export function wordError(error: unknown): string {
  if (error instanceof Refused) return error.refusals.map(wordRefusal).join(' ')
  if (error instanceof Unreachable) return error.status ? translate(network, 'busy', { status: error.status }) : translate(network, 'unreachable')
  return translate(network, 'unknown', { message: error instanceof Error ? error.message : String(error) })
}

/** wordError that follows the language of the screen. */
export function useWordError(): (error: unknown) => string {
  useWords(network)
  return wordError
}
