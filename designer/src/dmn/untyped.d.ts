// Packages of bpmn.io that come without types; what is used of them is typed where it is used.
declare module 'dmn-js/lib/Modeler';
declare module 'dmn-js/lib/NavigatedViewer';
declare module 'saxen' {
  export class Parser {
    constructor(options?: { proxy: boolean });
    on(event: string, listener: (...given: never[]) => void): void;
    parse(xml: string): void;
  }
}
declare module 'dmn-moddle' {
  export class DmnModdle {
    constructor(packages?: Record<string, unknown>);
  }
}
