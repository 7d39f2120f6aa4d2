// Packages of bpmn.io that come without types; what is used of them is typed where it is used.
declare module 'bpmn-moddle' {
  export class BpmnModdle {
    constructor(packages: Record<string, unknown>);
  }
}
declare module 'bpmn-js-token-simulation/lib/base.js';
declare module 'bpmnlint/lib/test-rule';
declare module 'bpmnlint/rules/*';
