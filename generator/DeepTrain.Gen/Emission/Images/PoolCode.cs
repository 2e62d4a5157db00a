using DeepTrain.Gen.Layers;
using DeepTrain.Gen.Layers.Pooling;
using DeepTrain.Gen.Model;
using DeepTrain.Gen.Planning;

namespace DeepTrain.Gen.Emission.Images;

/// <summary>Prints the loops of a pool over one image: places of the result, then vectors of channels, then the window.</summary>
internal static class PoolCode
{
    public static void EmitForward(SourceWriter writer, VectorType v, PoolLayer pool, ValueBuffer input, ValueBuffer output)
    {
        Window window = Window.Of(pool, input.Layout);
        v = input.Layout.VectorOf(v);
        if (output.Layout.ChannelStride > input.Layout.ChannelStride)
            writer.Line($"new {Import.Span}<float>({ImageCode.First(output)}, {output.Layout.ChannelStride}).Clear(); // padding, too");
        using (Places(writer, v, pool, input, output, "x", "y"))
        {
            writer.Line("float* xc = &xp[column];");
            if (pool.Chooses && window.Numbers > 1)
                writer.Line($"{v.Float} next;");
            pool.EmitStart(writer, v, v.Load("xc"));
            EmitWindow(writer, window, "xc", skipsFirst: true, at => pool.EmitTake(writer, v, v.Load(at)));
            writer.Line($"{v.Load("yp", "column")} = {pool.Result(v)};");
        }
    }

    public static void EmitBackward(SourceWriter writer, VectorType v, PoolLayer pool, ReshapedGradient gradient)
    {
        ValueBuffer input = gradient.Input, inputDelta = gradient.OfInput;
        Window window = Window.Of(pool, input.Layout), target = Window.Of(pool, inputDelta.Layout);
        bool adds = Overlaps(pool);
        v = input.Layout.VectorOf(v);
        if (adds || !window.Covers(pool, input.Layout))
        {
            writer.Line(adds ? "// windows overlap: gradients are added up" : "// what is in no window has no gradient");
            EmitZero(writer, inputDelta);
        }

        // the result is read where it still is; a gradient that is laid out otherwise has another pointer
        ValueBuffer? output = pool.Chooses ? gradient.Output : null;
        writer.Line($"float* gx = {ImageCode.First(inputDelta)};");
        if (output is not null)
            writer.Line($"float* o = {ImageCode.First(output)};");
        using (Places(writer, v, pool, input, gradient.OfOutput, "x", "y", gradient: inputDelta, output))
        {
            writer.Line("float* xc = &xp[column], gc = &gp[column];");
            if (pool.Chooses)
                EmitChosen(writer, v, pool, window, target, gradient, isKnown: output is not null);
            else
                EmitShares(writer, v, window, target, gradient, adds);
        }
    }

    /// <summary>Whether windows overlap: then a number has gradients from several of them.</summary>
    public static bool Overlaps(PoolLayer pool) => pool.Window == pool.Size * pool.Size && pool.Stride < pool.Size;

    private static void EmitShares(
        SourceWriter writer, VectorType v, Window window, Window target, ReshapedGradient gradient, bool adds)
    {
        writer.Line($"{v.Float} share = {v.Load("yp", "column")} * {v.Broadcast(CSharpLiteral.Of((float)(1.0 / window.Numbers)))};");
        EmitPairs(writer, window, target, (x, g) =>
        {
            string share = gradient.Below?.Invoke("share", v.Load(x)) ?? "share";
            writer.Line($"{v.Load(g)} {(adds ? "+=" : "=")} {share};");
        });
    }

    private static void EmitChosen(
        SourceWriter writer, VectorType v, PoolLayer pool, Window window, Window target, ReshapedGradient gradient, bool isKnown)
    {
        if (isKnown)
        {
            writer.Line($"{v.Float} pooled = {v.Load("op", "column")};");
        }
        else
        {
            if (window.Numbers > 1)
                writer.Line($"{v.Float} next;");
            pool.EmitStart(writer, v, v.Load("xc"));
            EmitWindow(writer, window, "xc", skipsFirst: true, at => pool.EmitTake(writer, v, v.Load(at)));
        }

        string left = v.Load("yp", "column");
        if (gradient.Below is { } below)
        {
            writer.Line("// through the activation below first: what it put out is what was chosen");
            left = below(left, "pooled");
        }

        writer.Line($"{v.Float} left = {left}, taken;");
        writer.Line($"{v.Int} bits = pooled.AsInt32();");
        writer.Line("// the first with the bits of what was chosen, which may be NaN, takes the gradient and leaves 0: left ^ left");
        bool adds = Overlaps(pool);
        EmitPairs(writer, window, target, (x, g) =>
        {
            writer.Line($"taken = {v.Select($"{v.Class}.Equals({v.LoadInt(x)}, bits).AsSingle()", "left", v.Zero)};");
            writer.Line($"{v.Load(g)} {(adds ? "+=" : "=")} taken;");
            writer.Line("left ^= taken;");
        });
    }

    /// <summary>All of an image's memory becomes 0, but not its ring, which is 0.</summary>
    public static void EmitZero(SourceWriter writer, ValueBuffer buffer)
    {
        ValueLayout layout = buffer.Layout;
        writer.Line($"{Import.ImageRows}.Zero({ImageCode.First(buffer)}, {layout.Height}, {layout.Width * layout.ChannelStride}, {layout.LineStride});");
    }

    private static IDisposable Places(
        SourceWriter writer, VectorType v, PoolLayer pool, ValueBuffer input, ValueBuffer output, string x, string y,
        ValueBuffer? gradient = null, ValueBuffer? result = null)
    {
        ValueLayout from = input.Layout, to = output.Layout;
        writer.Line($"float* {x} = {ImageCode.First(input)}, {y} = {ImageCode.First(output)};");
        IDisposable lines = writer.Block($"for (int line = 0; line < {to.Height}; line++)");
        writer.Line($"float* xp = &{x}[line * {pool.Stride * from.LineStride}], yp = &{y}[line * {to.LineStride}];");
        string nextG = "";
        if (gradient is not null)
        {
            writer.Line($"float* gp = &gx[line * {pool.Stride * gradient.Layout.LineStride}];");
            nextG = $", gp += {pool.Stride * gradient.Layout.ChannelStride}";
        }

        if (result is not null)
        {
            writer.Line($"float* op = &o[line * {result.Layout.LineStride}];");
            nextG += $", op += {result.Layout.ChannelStride}";
        }

        IDisposable places = writer.Block(
            $"for (int place = 0; place < {to.Width}; place++, xp += {pool.Stride * from.ChannelStride}, yp += {to.ChannelStride}{nextG})");
        IDisposable columns = writer.Block($"for (int column = 0; column < {from.ChannelStride}; column += {v.Lanes})");
        return new Closing([columns, places, lines]);
    }

    private static void EmitWindow(SourceWriter writer, Window window, string pointer, bool skipsFirst, Action<Address> take)
    {
        if (window.Numbers <= Machine.WindowNumbers)
        {
            for (int i = skipsFirst ? 1 : 0; i < window.Numbers; i++)
                take(Address.At(pointer, window.Offset(i)));
            return;
        }

        // the first number is what the result began with
        writer.Line($"float* at = {pointer};");
        using (writer.Block($"for (int ky = 0; ky < {window.Height}; ky++, at += {window.LineStride - window.Width * window.PlaceStride})"))
        using (writer.Block($"for (int kx = 0; kx < {window.Width}; kx++, at += {window.PlaceStride})"))
        {
            if (skipsFirst)
                writer.Line($"if (at == {pointer}) continue;");
            take(Address.At("at"));
        }
    }

    private static void EmitPairs(SourceWriter writer, Window window, Window target, Action<Address, Address> take)
    {
        if (window.Numbers <= Machine.WindowNumbers)
        {
            for (int i = 0; i < window.Numbers; i++)
                take(Address.At("xc", window.Offset(i)), Address.At("gc", target.Offset(i)));
            return;
        }

        writer.Line("float* xw = xc, gw = gc;");
        using (writer.Block($"for (int ky = 0; ky < {window.Height}; ky++, xw += {window.LineStride - window.Width * window.PlaceStride}, "
            + $"gw += {target.LineStride - target.Width * target.PlaceStride})"))
        using (writer.Block($"for (int kx = 0; kx < {window.Width}; kx++, xw += {window.PlaceStride}, gw += {target.PlaceStride})"))
            take(Address.At("xw"), Address.At("gw"));
    }

    /// <summary>The numbers of a window in reading order.</summary>
    private readonly record struct Window(int Height, int Width, int LineStride, int PlaceStride)
    {
        public int Numbers => Height * Width;

        public static Window Of(PoolLayer pool, ValueLayout layout)
        {
            bool isGlobal = pool.Window != pool.Size * pool.Size;
            return new Window(
                isGlobal ? layout.Height : pool.Size, isGlobal ? layout.Width : pool.Size, layout.LineStride, layout.ChannelStride);
        }

        public int Offset(int index) => index / Width * LineStride + index % Width * PlaceStride;

        public bool Covers(PoolLayer pool, ValueLayout layout) =>
            (Height == layout.Height && Width == layout.Width)
            || (pool.Stride == Height && layout.Height % Height == 0 && layout.Width % Width == 0);
    }

    private sealed class Closing(IReadOnlyList<IDisposable> blocks) : IDisposable
    {
        public void Dispose()
        {
            foreach (IDisposable block in blocks)
                block.Dispose();
        }
    }
}
