// The standard terms of the field: enum values of the API and the words that every page shares. Source: fixtures/reference/glossary.csv.
import { catalogue } from './words.ts'

export const terms = catalogue({
  // roles
  KEEPER: ['保管员', 'Warehouse keeper'], DISPATCHER: ['调度员', 'Dispatcher'], LIAISON: ['联络员', 'Liaison officer'],
  PARTNER: ['企业/社会单位', 'Partner'], AUDITOR: ['审计', 'Auditor'], ADMINISTRATOR: ['管理员', 'Administrator'],
  // organisations
  DISTRICT_BUREAU: ['区应急管理局', 'District bureau'], DEPARTMENT: ['部门', 'Department'], ECONOMIC_GROUP: ['经开集团', 'Economic group'], COMMUNITY: ['村居', 'Village or community'],
  SOCIAL_ORGANISATION: ['社会组织', 'Social organisation'], MILITARY_UNIT: ['部队', 'Military unit'], NEIGHBOURING_DISTRICT: ['相邻区', 'Neighbouring district'], CARRIER: ['承运单位', 'Carrier'],
  // documents
  RECEIPT: ['入库单', 'Receipt'], ISSUE: ['出库单', 'Issue'], TRANSFER: ['调拨单', 'Transfer'], COUNT: ['盘点单', 'Count'], SCRAP: ['报废单', 'Scrap'],
  REVERSAL: ['冲销单', 'Reversal'], DISPATCH: ['发运单', 'Dispatch'], DELIVERY: ['签收单', 'Delivery'],
  WAYBILL: ['运单', 'Waybill'],
  POSTED: ['已过账', 'Posted'], REVERSED: ['已冲销', 'Reversed'], IN_TRANSIT: ['在途', 'In transit'],
  ADJUSTMENT: ['调整单', 'Adjustment'], RECOVERY: ['回收转级单', 'Recovery'], ASSEMBLY: ['组装单', 'Assembly'], BREAK_UP: ['拆解单', 'Break-up'], RELEASE_ORDER: ['动用指令', 'Release order'],
  SUPPLIER_RETURN: ['退货单', 'Return to supplier'],
  DRAFT: ['草稿', 'Draft'], SUBMITTED: ['待审批', 'Submitted'], ALL_OR_NOTHING: ['全部或全不', 'All or nothing'], BEST_EFFORT: ['能批则批', 'Each that can be'],
  EDIT: ['修改', 'Change'], SUBMIT: ['提交', 'Submit'], APPRAISE: ['技术鉴定', 'Appraise'], POST: ['过账', 'Post'], DISPOSE: ['登记处置', 'Dispose of'], CANCEL: ['作废', 'Cancel'],
  // storage
  UNMEASURED: ['未测容积', 'Not measured'], ROOMY: ['有空位', 'Has room'], NEARLY_FULL: ['将近装满', 'Nearly full'], OVER_FULL: ['超出容积', 'Over full'],
  ambient: ['常温', 'ambient'], dry: ['干燥', 'dry'], cool: ['阴凉', 'cool'], refrigerated: ['冷藏', 'refrigerated'], hazmat: ['危险品专库', 'hazardous store'],
  // reasons
  PURCHASE: ['采购', 'Purchase'], DONATION: ['捐赠', 'Donation'], PRODUCTION: ['生产', 'Production'], REQUISITION: ['征用', 'Requisition'], RETURN: ['退回', 'Return'],
  INCIDENT: ['事件调用', 'Incident'], CONSUMPTION: ['日常领用', 'Consumption'], LOAN: ['借出', 'Loan'], DISTRIBUTION: ['发放', 'Distribution'], ROTATION: ['轮换', 'Rotation'],
  ARRIVAL: ['到货', 'Arrival'],
  MISCOUNT: ['计数差错', 'Miscount'], FOUND: ['发现多余', 'Found'], STOLEN: ['失窃', 'Stolen'], SPILT: ['洒漏', 'Spilt'],
  DEFECTIVE: ['有缺陷', 'Defective'], RECALL: ['召回', 'Recall'], EXCHANGE: ['换新', 'Exchange'],
  // quality holds, recovery and scrapping
  SUSPECT: ['存疑', 'Suspect'], FAILED_TEST: ['检测不合格', 'Failed test'], AWAITING_INSPECTION: ['待检', 'Awaiting inspection'], FAILED_INSPECTION: ['检验不合格', 'Failed inspection'],
  AWAITING_CLEANING: ['待清洗', 'Awaiting cleaning'], INSPECTED: ['已检验', 'Inspected'], LIVE: ['冻结中', 'On hold now'], RELEASED: ['已解冻', 'Released'], TAKEN: ['已处理', 'Taken'],
  A: ['A级（如新）', 'A (as new)'], B: ['B级（用过）', 'B (used)'], C: ['C级（旧但可用）', 'C (worn but fit)'],
  EXPIRED: ['过期', 'Expired'], OBSOLETE: ['淘汰', 'Obsolete'], UNUSABLE: ['无使用价值', 'Unusable'], REPAIRABLE: ['可修复', 'Repairable'], USABLE: ['仍可用', 'Usable'],
  DESTROYED: ['销毁', 'Destroyed'], RECYCLED: ['回收利用', 'Recycled'], SOLD: ['变卖', 'Sold'], HANDED_OVER: ['移交有资质单位', 'Handed over'], WRITTEN_OFF: ['核销', 'Written off'],
  // lots and reserves
  GOOD: ['合格', 'Good'], ON_HOLD: ['冻结', 'On hold'], REJECTED: ['不合格', 'Rejected'],
  LOT: ['按批次', 'By lot'], SERIAL: ['一物一码', 'By serial number'], BULK: ['散装', 'In bulk'], LOOSE: ['可拆零', 'Loose'], WHOLE_PACKS: ['整包装出入', 'Whole packs only'],
  GENERAL: ['常规储备', 'General'], SPECIAL_NEED: ['特需储备', 'Special need'], MAJOR_EVENT: ['重大活动储备', 'Major event'],
  GOVERNMENT: ['政府', 'Government'], SOCIAL: ['社会', 'Social'], ENTERPRISE: ['企业', 'Enterprise'], DEDICATED: ['专储', 'Dedicated'], ENTRUSTED: ['代储', 'Entrusted'],
  DISTRICT: ['区级', 'District'], TOWN: ['街镇级', 'Town'],
  // places of the ledger
  SUPPLIER: ['供应商', 'Supplier'], DONOR: ['捐赠方', 'Donor'], PRODUCER: ['生产方', 'Producer'], CONSUMED: ['已消耗', 'Consumed'], LOST: ['损失', 'Lost'], SCRAPPED: ['已报废', 'Scrapped'], OWNER: ['被征用方', 'Owner'], DIFFERENCE: ['盘点差异', 'Count difference'],
  KIT: ['组套', 'Kits'], PUT_AWAY: ['上架移位', 'Put away'],
  // bins and put-away
  BIN: ['货位', 'Bin'], ZONE: ['库区', 'Zone'], SAME_LOT: ['同批次所在', 'Same lot there'], SAME_ITEM: ['同品种所在', 'Same item there'], CONDITION: ['储存条件相符', 'Its condition'], ROOM: ['有空位', 'Has room'],
  // inspections
  VISUAL: ['外观检查', 'Visual'], FUNCTION: ['功能测试', 'Function test'], LOAD: ['负载试验', 'Load test'], PRESSURE: ['压力试验', 'Pressure test'], CALIBRATION: ['校准', 'Calibration'],
  ELECTRODES_AND_BATTERY: ['电极片与电池', 'Electrodes and battery'], PASSED: ['合格', 'Passed'], FAILED: ['不合格', 'Failed'],
  // sites
  DEPOT: ['区级库', 'Depot'], TOWN_STORE: ['街镇储备点', 'Town store'], ENTERPRISE_STORE: ['企业仓库', 'Enterprise store'], SHELTER: ['避难场所', 'Shelter'],
  PUBLIC_CABINET: ['公共急救柜', 'Public cabinet'], HUB: ['物流枢纽', 'Logistics hub'],
  // minimums and standing
  COVENANT: ['协议最低库存', 'Covenant'], POLICY: ['政策最低库存', 'Policy'], OK: ['充足', 'Sufficient'], NEAR: ['接近下限', 'Near minimum'], BELOW: ['低于下限', 'Below minimum'], SHORT: ['低于定额', 'Short of quota'],
  SITE: ['储备点', 'Site'], ORGANISATION: ['单位', 'Organisation'], TIER: ['层级', 'Tier'],
  CUSTODY: ['代储', 'In custody'], ITEM: ['按品种', 'One item'], GROUP: ['按替代组', 'A group of substitutes'], CATEGORY: ['按大项', 'A category'], ALL: ['全部物资', 'All goods'],
  WARN: ['提醒', 'Warns'], APPROVE: ['须批准', 'Asks for approval'], REFUSE: ['不准', 'Refuses'],
  OVERRIDE: ['批准突破', 'Overridden'], APPROVAL: ['经批准', 'Approved'], FACT: ['事实已发生', 'A fact'], EXPIRY: ['到期', 'Expiry'], HOLD: ['冻结物资', 'Goods on hold'],
  SOON: ['即将到限', 'Soon due'], DUE: ['今日到限', 'Due today'], OVERDUE: ['已逾期', 'Overdue'], REQUESTED: ['待确认', 'Requested'], USED: ['已使用', 'Used'],
  IN_FORCE: ['执行中', 'In force'], COMING: ['尚未开始', 'Not yet in force'], ENDED: ['已结束', 'Ended'],
  // what was scanned
  DOCUMENT: ['单据', 'A document'], GTIN: ['商品条码', 'A trade item number'], SSCC: ['物流单元码', 'A logistic unit'], UNKNOWN: ['未登记的码', 'Not known'],
  // roads
  FLOODED: ['积水', 'Flooded'], COLLAPSED: ['塌陷', 'Collapsed'], OBSTRUCTED: ['阻断', 'Obstructed'], TRAFFIC_CONTROL: ['交通管制', 'Traffic control'], WORKS: ['施工', 'Road works'],
  AREA: ['区域', 'An area'], ALONG: ['沿路', 'Along roads'], ROAD: ['按路名', 'By name'], ROAD_GRAPH: ['路网', 'Road graph'], ROUTING_SERVICE: ['路径服务', 'Routing service'], ESTIMATE: ['直线估算', 'Straight-line estimate'],
  // stocktakes
  FULL: ['全面盘点', 'Everything'], ABC: ['ABC 分类盘点', 'By class of value'], RANDOM: ['随机抽品种', 'Items drawn at random'], RANDOM_BINS: ['随机抽货位', 'Bins drawn at random'], ITEMS: ['指定品种', 'Chosen items'],
  UNCOUNTED: ['未盘', 'Not counted'], WAITING: ['待复盘人', 'Waits for the second counter'], DISPUTED: ['两人不一致', 'Two counters differ'], COUNTED: ['已盘', 'Counted'],
  CONFIRMED: ['已确认', 'Confirmed'], ADJUSTED: ['已调账', 'Books put right'], UNAPPROVED: ['差异未批准', 'Difference not approved'], BLOCKED: ['无法调账', 'Cannot be put right'], DIFFERENT: ['有差异', 'Different'], UNSETTLED: ['未盘完', 'Not settled'],
  // why a document cannot be reversed
  ALREADY_REVERSED: ['已经冲销过', 'Reversed already'], NOT_POSTED: ['未过账', 'Not posted'], SIGNED_FOR: ['已被签收', 'Signed for'], KIND: ['此类单据不冲销', 'Not of a kind that is reversed'],
  RETURNED: ['已有退回', 'Some came back'], COUNTED_SINCE: ['其后已盘点', 'Counted since'], UNDO_OVER: ['撤销时限已过', 'The time to undo is over'], NOT_YOURS: ['非本人单据', 'Not your own'],
  // incidents, allocations, trips, waybills, tasks
  OPEN: ['进行中', 'Open'], CLOSED: ['已结束', 'Closed'], PROPOSED: ['待批准', 'Proposed'], APPROVED: ['已批准', 'Approved'], CANCELLED: ['已取消', 'Cancelled'],
  PLANNED: ['待发车', 'Planned'], DISPATCHED: ['在途', 'Dispatched'], ARRIVED: ['已送达', 'Arrived'], SIGNED: ['已签收', 'Signed'], DONE: ['已办结', 'Done'], REFUSED: ['被拒绝', 'Refused'],
  SCENARIO: ['按标准测算', 'From norms'], TYPED: ['人工填报', 'Typed in'],
  NO_ROOM: ['装不下', 'No room'], TOO_HEAVY: ['超载', 'Too heavy'], NOT_READY: ['货未备好', 'Not ready'], GOODS_NOT_FOUND: ['找不到货', 'Goods not found'],
  SHORT_LOADED: ['装车短少', 'Short loaded'], LOST_ON_WAY: ['途中丢失', 'Lost on the way'], DAMAGED: ['破损', 'Damaged'], WET: ['受潮', 'Wet'], WRONG_GOODS: ['错发', 'Wrong goods'], OTHER: ['其他', 'Other'],
  // why a line, a shortfall, an unserved load
  FEFO_NEAREST_TOWN: ['本镇储备，先到期先出', 'Town reserve, first expired first out'], FEFO_NEAREST_DISTRICT: ['区级储备，就近、先到期先出', 'District reserve, nearest, first expired first out'],
  FEFO_NEAREST_ENTERPRISE: ['企业储备，就近、先到期先出', 'Enterprise reserve, nearest, first expired first out'], FEFO_NEAREST_OTHER_TOWN: ['邻镇储备，就近、先到期先出', 'Another town’s reserve, nearest, first expired first out'],
  ON_THE_SPOT: ['就地使用', 'On the spot'], BY_HAND: ['人工指定', 'By hand'],
  NO_STOCK: ['无可用库存', 'No stock'], KEPT_FOR_MINIMUM: ['须保最低库存', 'Kept for a minimum'], PACK_ROUNDING: ['整包装取整', 'Whole packs'],
  CAPACITY: ['超出车辆载量', 'Too big for the vehicles'], SKILL: ['无冷链或危险品车辆', 'No vehicle with the cold chain or hazard class'], CLASH: ['不可同车', 'May not ride together'],
  DEADLINE: ['赶不上时限', 'Cannot arrive in time'], SHIFT: ['超出班次', 'Beyond the shift'], UNREACHABLE: ['无法到达', 'Unreachable'],
  TIME_WINDOW: ['赶不上开放时段', 'Outside the hours of the place'], DURATION: ['超出行车时长或里程', 'Too long or too far'], STOP_LIMIT: ['停靠或趟次已满', 'No more stops or trips'],
  STOCK: ['各库余量不足', 'Not enough left at any site'], LOADING: ['被其他物资挡住', 'Behind other goods'], PRICE: ['代价过高', 'Not worth its price'],
  // words of every page
  onHand: ['在库', 'On hand'], available: ['可用', 'Available'], reserved: ['占用', 'Reserved'], onHold: ['冻结', 'On hold'], expired: ['已过期', 'Expired'],
  item: ['品种', 'Item'], lot: ['批次', 'Lot'], lotNo: ['批号', 'Lot number'], serialNo: ['序列号', 'Serial number'], site: ['储备点', 'Site'], reserve: ['储备', 'Reserve'], owner: ['物主', 'Owner'],
  quantity: ['数量', 'Quantity'], unit: ['单位', 'Unit'], expiresOn: ['有效期至', 'Expires on'], madeOn: ['生产日期', 'Made on'], state: ['状态', 'State'], note: ['备注', 'Note'], reason: ['原因', 'Reason'],
  documentNumber: ['单号', 'Number'], category: ['大项', 'Category'], spec: ['规格型号', 'Specification'], packs: ['包装', 'Packs'],
  save: ['保存', 'Save'], cancel: ['取消', 'Cancel'], retry: ['重试', 'Try again'], refresh: ['刷新', 'Refresh'], search: ['查询', 'Search'], reset: ['重置', 'Reset'], back: ['返回', 'Back'], close: ['关闭', 'Close'],
  details: ['详情', 'Details'], none: ['无', 'None'], yes: ['是', 'Yes'], no: ['否', 'No'], all: ['全部', 'All'], print: ['打印', 'Print'],
  demo: ['演示数据，非真实储备', 'Demonstration data, not real reserves'], signIn: ['登录', 'Sign in'], signOut: ['退出', 'Sign out'], account: ['账号', 'Account'], password: ['密码', 'Password'],
  product: ['常平 应急物资储备与调度', 'Changping emergency supplies'], language: ['English', '中文'],
})

export type Term = keyof typeof terms

/** The term for an enum value of the API; values that this build does not know are shown as they are. */
export const isTerm = (value: string): value is Term => value in terms
