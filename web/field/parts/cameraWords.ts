import { catalogue } from '../../shared/i18n/words.ts'

export const cameraWords = catalogue({
  open: ['用相机扫码', 'Scan by camera'], close: ['关闭相机', 'Close the camera'], title: ['相机扫码', 'Camera'], how: ['把条码放在画面中间。', 'Hold the code in the middle of the picture.'], starting: ['正在打开相机…', 'Opening the camera…'],
})
