namespace DeepTrain;

/// <summary>
/// Where each pixel of the result comes from: <c>source = A result + t</c>, in pixels from the image's centre, x to the right and
/// y down.
/// </summary>
internal struct AffineMap
{
    private double _xx, _xy, _x, _yx, _yy, _y;

    public static AffineMap Identity => new() { _xx = 1, _yy = 1 };

    public readonly bool IsIdentity => this is { _xx: 1, _xy: 0, _x: 0, _yx: 0, _yy: 1, _y: 0 };

    /// <summary>Puts a map behind this one: the result's pixels go through it first.</summary>
    /// <param name="xx">x of what this map gets, for each x of the new result.</param>
    /// <param name="xy">x for each y.</param>
    /// <param name="x">x at the centre.</param>
    /// <param name="yx">y for each x.</param>
    /// <param name="yy">y for each y.</param>
    /// <param name="y">y at the centre.</param>
    public void Append(double xx, double xy, double x, double yx, double yy, double y) => this = new AffineMap
    {
        _xx = _xx * xx + _xy * yx,
        _xy = _xx * xy + _xy * yy,
        _x = _xx * x + _xy * y + _x,
        _yx = _yx * xx + _yy * yx,
        _yy = _yx * xy + _yy * yy,
        _y = _yx * x + _yy * y + _y,
    };

    public readonly (double X, double Y) Source(double x, double y) => (_xx * x + _xy * y + _x, _yx * x + _yy * y + _y);
}
