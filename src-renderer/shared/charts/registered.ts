import { CustomChart, LineChart, ScatterChart } from 'echarts/charts'
import { AriaComponent, GridComponent, MarkAreaComponent, MarkPointComponent } from 'echarts/components'
import { use } from 'echarts/core'
import { CanvasRenderer, SVGRenderer } from 'echarts/renderers'

// what the charts of the app are made of, on the page and on paper
use([
  LineChart,
  ScatterChart,
  CustomChart,
  GridComponent,
  MarkPointComponent,
  MarkAreaComponent,
  AriaComponent,
  SVGRenderer,
  CanvasRenderer,
])
