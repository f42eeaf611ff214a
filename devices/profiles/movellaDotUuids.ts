/** Base 1517xxxx-4947-11e9-8646-d663bd873d93 (Movella document XD0506P, section 2). */
const dotUuid = (short: string): string => `1517${short}-4947-11e9-8646-d663bd873d93`;
export const DOT_CONFIGURATION_SERVICE = dotUuid('1000');
export const DOT_DEVICE_INFORMATION = dotUuid('1001');
export const DOT_DEVICE_CONTROL = dotUuid('1002');
export const DOT_DEVICE_REPORT = dotUuid('1004');
export const DOT_MEASUREMENT_SERVICE = dotUuid('2000');
export const DOT_CONTROL = dotUuid('2001');
export const DOT_LONG_PAYLOAD = dotUuid('2002');
export const DOT_MEDIUM_PAYLOAD = dotUuid('2003');
export const DOT_SHORT_PAYLOAD = dotUuid('2004');
export const DOT_HEADING_CONTROL = dotUuid('2006');
export const DOT_BATTERY_SERVICE = dotUuid('3000');
export const DOT_BATTERY = dotUuid('3001');
export const DOT_MESSAGE_SERVICE = dotUuid('7000');
export const DOT_MESSAGE_CONTROL = dotUuid('7001');
export const DOT_MESSAGE_ACKNOWLEDGE = dotUuid('7002');
